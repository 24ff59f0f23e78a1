"""The same model in PyTorch as one who cares about speed writes it, for the benchmark: torch_model.py lays the whole latent
beside every pixel, which is the definition but ten times the work.

    FactorisedSlides   W [x; Z] = Wx x + Wz Z, the second product once an image; every pixel decoded
    missing_loss       with that model, only the missing pixels decoded

Run it to check that all three agree and to time them: python tests/golden/torch_fast.py
"""

import time

import torch
from torch_model import Slides, loss


class FactorisedSlides(Slides):
    def rows(self, masked):
        """[batch, width]: what the first layer adds for the whole image."""
        first = self.decoder.layer1
        return self.encoder(masked).flatten(1) @ first.weight[:, 2:].T + first.bias

    def later(self, hidden):
        for i in range(1, self.decoder.depth):
            hidden = torch.relu(getattr(self.decoder, f"layer{i + 1}")(hidden))
        return self.decoder.output(hidden)

    def forward(self, masked):
        batch, channels, height, width = masked.shape
        position = self.coordinates @ self.decoder.layer1.weight[:, :2].T
        decoded = self.later(torch.relu(position[None] + self.rows(masked)[:, None]))
        return decoded.transpose(1, 2).reshape(batch, channels, height, width)


def missing_loss(model, images, masks, alpha=1.0, beta=0.01):
    """(L, L_MSE, L_TV), decoding the missing pixels only."""
    batch, channels, height, width = images.shape
    masked = images * masks[:, None].to(images.dtype)
    picture, pixel = (masks.flatten(1) == 0).nonzero(as_tuple=True)
    position = model.coordinates[pixel] @ model.decoder.layer1.weight[:, :2].T
    decoded = model.later(torch.relu(position + model.rows(masked).index_select(0, picture)))
    truth = images.flatten(2)[picture, :, pixel]
    mse = ((decoded - truth) ** 2).mean() if len(picture) else decoded.sum() * 0
    filled = masked.flatten(2).transpose(1, 2).index_put((picture, pixel), decoded)
    filled = filled.transpose(1, 2).reshape(images.shape)
    values = batch * channels * height * width
    tv = (filled[:, :, 1:] - filled[:, :, :-1]).square().sum() + (filled[:, :, :, 1:] - filled[:, :, :, :-1]).square().sum()
    return alpha * mse + beta * tv / values, mse, tv / values


def main():
    torch.manual_seed(0)
    images = torch.rand(64, 3, 32, 32)
    masks = (torch.rand(64, 32, 32) < torch.linspace(0.1, 0.9, 64)[:, None, None]).to(torch.uint8)
    plain, fast = Slides(), FactorisedSlides()
    fast.load_state_dict(plain.state_dict())
    for other in (loss(fast, images, masks), missing_loss(fast, images, masks)):
        for a, b in zip(loss(plain, images, masks), other):
            assert abs(a.item() / b.item() - 1) < 1e-5, (a, b)
    for name, model, function, repeats in [
        ("plain", plain, loss, 2), ("factorised, every pixel", fast, loss, 8), ("factorised, missing pixels", fast, missing_loss, 8),
    ]:
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
        times = []
        for _ in range(repeats):
            start = time.perf_counter()
            optimizer.zero_grad()
            function(model, images, masks)[0].backward()
            optimizer.step()
            times.append(time.perf_counter() - start)
        print(f"{name}: {64 / sorted(times)[len(times) // 2]:.0f} images/s with {torch.get_num_threads()} threads")


if __name__ == "__main__":
    main()
