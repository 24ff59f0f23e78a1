/** A rectangle in a picture, in pixels. */
export interface Region {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** What a file says of itself before anything is decoded. */
export interface PictureHeader {
  readonly width: number
  readonly height: number
  /** Whether it can hold no colour. */
  readonly grey: boolean
  /** EXIF's 1 to 8; 1 is upright. */
  readonly orientation: number
}

/**
 * Decoded samples [height, width, channels] of 8 bits. They are the whole picture, or the part of it from (left, top). Valid until the
 * format decodes its next picture.
 */
export interface Pixels {
  readonly data: Uint8Array
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
}

/** A format of picture files: one file, one line in the registry, one test. */
export interface PictureFormat {
  readonly name: string
  /** By the first bytes, never by the name. */
  matches(bytes: Uint8Array): boolean
  /** @throws PictureError for a file that is damaged or of a kind that is not read */
  header(bytes: Uint8Array): PictureHeader
  /**
   * @param region the part that is wanted; a format that cannot decode a part answers the whole
   * @throws PictureError
   */
  decode(bytes: Uint8Array, region: Region): Pixels | Promise<Pixels>
}

/** Why a picture cannot be used: a few words for a list of problems, without the file's name. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
}
