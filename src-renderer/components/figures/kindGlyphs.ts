/** A sign for each kind of figure: strokes on a grid of 16 by 16. */
const glyphs: Readonly<Record<string, string>> = {
  curve: 'M2 2v12h12M4 5c1.5 5 4 6 10 6.5',
  gallery: 'M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z',
  'mask-rates': 'M2 2v12h12M4.5 11.5l3.5-3 3-1 3-4.5M8 8.5v.01M11 7.5v.01',
  table: 'M2 4h12M2 8h12M2 12h12M6.5 4v8',
  latent: 'M1.5 6h3.4v3.4H1.5zM6.3 6h3.4v3.4H6.3zM11.1 6h3.4v3.4h-3.4z',
  'latent-map': 'M2 2v12h12M5 10.5v.01M7 6v.01M9.5 9v.01M11 4.5v.01M12.5 8v.01M7.5 11.5v.01',
  architecture: 'M1.5 5.5h3v5h-3zM6.5 3.5h3v9h-3zM11.5 5.5h3v5h-3zM4.5 8h2M9.5 8h2',
}
const unknown = 'M3 3h10v10H3z'

export const kindGlyph = (kind: string): string => glyphs[kind] ?? unknown
