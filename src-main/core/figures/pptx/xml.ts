/** Text as it stands in XML, in an element or an attribute. Characters that XML does not have at all are left out. */
export const escapeXml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

export const xmlFile = (root: string): Uint8Array => new TextEncoder().encode(declaration + root)

const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export const namespaces =
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ' +
  `xmlns:r="${officeRelations}" ` +
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'

/** A part's list of the parts that it names as rId1, rId2, … in this order. */
export function relations(targets: readonly (readonly [kind: string, target: string])[]): Uint8Array {
  const entries = targets.map(([kind, target], i) => {
    const type = kind.startsWith('http') ? kind : `${officeRelations}/${kind}`
    return `<Relationship Id="rId${i + 1}" Type="${type}" Target="${target}"/>`
  })
  return xmlFile(
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${entries.join('')}</Relationships>`,
  )
}
