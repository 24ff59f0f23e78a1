"""The slides' model and loss in PyTorch, written the plain way: the whole latent beside every pixel's coordinates, every pixel
decoded. The ground truth of the golden files and the peer of the benchmark; nothing here comes from the TypeScript.

Images are [batch, channel, height, width] in [0, 1], masks [batch, height, width] with 1 = known, 0 = missing.
"""

import torch
from torch import nn


class Block(nn.Module):
    """conv3x3(relu(conv3x3(x))) + skip(x), the skip a 1x1 convolution where the number of channels changes."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.skip = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()

    def forward(self, x):
        return self.conv2(torch.relu(self.conv1(x))) + self.skip(x)


class Encoder(nn.Module):
    def __init__(self, channels, hidden=32):
        super().__init__()
        self.block1, self.block2, self.block3 = Block(channels, hidden), Block(hidden, hidden), Block(hidden, channels)

    def forward(self, masked):
        return self.block3(torch.relu(self.block2(torch.relu(self.block1(masked)))))


class Decoder(nn.Module):
    def __init__(self, latent, channels, width=128, layers=4):
        super().__init__()
        self.depth = layers
        for i in range(layers):
            setattr(self, f"layer{i + 1}", nn.Linear(2 + latent if i == 0 else width, width))
        self.output = nn.Linear(width, channels)

    def forward(self, x):
        for i in range(self.depth):
            x = torch.relu(getattr(self, f"layer{i + 1}")(x))
        return self.output(x)


class Slides(nn.Module):
    def __init__(self, size=32, channels=3, hidden=32, width=128, layers=4):
        super().__init__()
        self.encoder = Encoder(channels, hidden)
        self.decoder = Decoder(channels * size * size, channels, width, layers)
        axis = torch.arange(size) * 2 / (size - 1) - 1
        y, x = torch.meshgrid(axis, axis, indexing="ij")
        self.register_buffer("coordinates", torch.stack([x, y], -1).reshape(size * size, 2), persistent=False)

    def forward(self, masked):
        """[batch, channel, height, width] -> every pixel's colour, of the same shape, unclipped."""
        batch, channels, height, width = masked.shape
        latent = self.encoder(masked).flatten(1)
        positions = self.coordinates.expand(batch, -1, -1)
        codes = latent[:, None, :].expand(-1, height * width, -1)
        decoded = self.decoder(torch.cat([positions, codes], -1))
        return decoded.transpose(1, 2).reshape(batch, channels, height, width)


def inpaint(model, images, masks):
    """Returns the inpainted images and the raw decoded ones."""
    known = masks[:, None].to(images.dtype)
    decoded = model(images * known)
    return images * known + decoded * (1 - known), decoded


def loss(model, images, masks, alpha=1.0, beta=0.01):
    """(L, L_MSE, L_TV, L_TV without the terms between two known pixels)."""
    batch, channels, height, width = images.shape
    filled, decoded = inpaint(model, images, masks)
    missing = masks[:, None].expand_as(images) == 0
    mse = ((decoded - images)[missing] ** 2).mean() if missing.any() else decoded.sum() * 0
    vertical = (filled[:, :, 1:] - filled[:, :, :-1]) ** 2
    horizontal = (filled[:, :, :, 1:] - filled[:, :, :, :-1]) ** 2
    known = masks[:, None].to(images.dtype)
    values = batch * channels * height * width
    tv = (vertical.sum() + horizontal.sum()) / values
    free_vertical = vertical * (1 - known[:, :, 1:] * known[:, :, :-1])
    free_horizontal = horizontal * (1 - known[:, :, :, 1:] * known[:, :, :, :-1])
    tv_free = (free_vertical.sum() + free_horizontal.sum()) / values
    return alpha * mse + beta * tv, mse, tv, tv_free
