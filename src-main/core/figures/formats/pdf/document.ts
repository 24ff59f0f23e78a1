import { createHash } from 'node:crypto'
import { zlibSync } from 'fflate'

/** The number of an object in a PDF file. */
export type Reference = number & { readonly reference: true }

export const reference = (to: Reference): string => `${to} 0 R`

/** A number as PDF writes it: at most four decimals, no exponent. */
export const number = (value: number): string => String(Number(value.toFixed(4)) || 0)

/** A name, with what may not stand in one as its code. */
export const name = (text: string): string =>
  `/${[...new TextEncoder().encode(text)].map((byte) => (/[\w.+-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `#${byte.toString(16).padStart(2, '0')}`)).join('')}`

/** A text for people, in UTF-16 with its mark. */
export const string = (text: string): string => `<feff${hex16(text)}>`

/** UTF-16 code units as hexadecimal digits. */
export const hex16 = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, '0')).join('')

/** Objects of a PDF file, in the order they were added: no dates, an identifier that is a digest, so that the same objects are the same bytes. */
export class PdfDocument {
  readonly #objects: (Uint8Array | undefined)[] = []

  /** A number for an object that others name before it is known. */
  reserve(): Reference {
    return this.#objects.push(undefined) as Reference
  }

  add(body: string, at: Reference = this.reserve()): Reference {
    this.#objects[at - 1] = new TextEncoder().encode(body)
    return at
  }

  /** @param entries of the stream's dictionary, without length and filter */
  addStream(entries: string, data: Uint8Array): Reference {
    const packed = zlibSync(data, { level: 9 })
    const head = `<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`
    const at = this.reserve()
    this.#objects[at - 1] = Buffer.concat([new TextEncoder().encode(head), packed, new TextEncoder().encode('\nendstream')])
    return at
  }

  write(catalog: Reference, info: Reference): Uint8Array {
    // The second line's bytes above 127 tell transfer programs that the file is binary.
    const parts: Uint8Array[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
    let length = parts[0]!.length
    const append = (part: Uint8Array) => {
      parts.push(part)
      length += part.length
    }
    const offsets = this.#objects.map((body, i) => {
      const offset = length
      append(Buffer.from(`${i + 1} 0 obj\n`))
      append(body!)
      append(Buffer.from('\nendobj\n'))
      return offset
    })
    const id = createHash('sha256').update(Buffer.concat(parts)).digest('hex').slice(0, 32)
    const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
    const start = length
    const count = offsets.length + 1
    append(Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${table}`))
    append(
      Buffer.from(
        `trailer\n<< /Size ${count} /Root ${reference(catalog)} /Info ${reference(info)} /ID [<${id}> <${id}>] >>\nstartxref\n${start}\n%%EOF\n`,
      ),
    )
    return Buffer.concat(parts)
  }
}
