/**
 * One Adam step (Kingma & Ba 2015, algorithm 1), each operation rounded to float32 in the order written:
 *
 *     m' = β₁·m + (1−β₁)·g      v' = β₂·v + (1−β₂)·g²      p' = p − η·(m'/c₁) / (√(v'/c₂) + ε)
 *
 * with c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ.
 */
export function adamStep(
  parameter: usize, gradient: usize, m: usize, v: usize, parameterOut: usize, mOut: usize, vOut: usize, n: i32,
  learningRate: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, correction1: f32, correction2: f32,
): void {
  const eta = f32x4.splat(learningRate), eps = f32x4.splat(epsilon)
  const b1 = f32x4.splat(beta1), r1 = f32x4.splat(rest1), c1 = f32x4.splat(correction1)
  const b2 = f32x4.splat(beta2), r2 = f32x4.splat(rest2), c2 = f32x4.splat(correction2)
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2
    // Tensors are padded to 64 bytes, so the last vector may run past n.
    const g = v128.load(gradient + at)
    const m1 = f32x4.add(f32x4.mul(b1, v128.load(m + at)), f32x4.mul(r1, g))
    const v1 = f32x4.add(f32x4.mul(b2, v128.load(v + at)), f32x4.mul(r2, f32x4.mul(g, g)))
    const size = f32x4.add(f32x4.sqrt(f32x4.div(v1, c2)), eps)
    const change = f32x4.div(f32x4.mul(eta, f32x4.div(m1, c1)), size)
    const p1 = f32x4.sub(v128.load(parameter + at), change)
    v128.store(mOut + at, m1)
    v128.store(vOut + at, v1)
    v128.store(parameterOut + at, p1)
  }
}
