import { createHash } from 'node:crypto'
import { fromWord } from '../../../src-shared/base64.ts'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import type { OwnPictureOption } from '../../../src-shared/figures/options.ts'
import { modelChannels } from '../model-channels.ts'
import { type DecodedPicture, decodePng, withChannels } from '../png.ts'
import type { FigureParts, FigureSubject } from './kinds/kind.ts'
import type { ChosenPictures } from './pictures.ts'

/**
 * A person's own picture, as the options hold it.
 *
 * @throws WorkbenchError `picture-file` for what is no PNG, `picture-size` for one of another size than the runs' pictures
 */
export async function ownPicture(
  { evaluations }: FigureParts,
  { runs, signal }: FigureSubject,
  option: OwnPictureOption,
): Promise<ChosenPictures> {
  const [run] = runs as [FigureSubject['runs'][number]]
  const { imageSize: size } = run.config
  const decoded = decodeOwn(option)
  if (decoded.width !== size || decoded.height !== size) {
    throw new WorkbenchError(
      'picture-size',
      `${option.name} is ${decoded.width}×${decoded.height} here, the run expects ${size}×${size}; open the picture again in Inpaint with this run, or pick another run`,
    )
  }
  const channels = await modelChannels(evaluations, run, signal)
  const pictures = withChannels(decoded, channels)
  const sha256 = createHash('sha256').update(pictures).digest('hex')
  return {
    ...{ size, channels, pictures, indices: [0], names: [option.name] },
    about: `own picture ${option.name}`,
    metadata: { picture: option.name, 'picture sha256': sha256 },
    picture: () => pictures,
  }
}

function decodeOwn({ name, png }: OwnPictureOption): DecodedPicture {
  try {
    return decodePng(fromWord(png)!)
  } catch (error) {
    throw new WorkbenchError(
      'picture-file',
      `${name}: the PNG cannot be read (${messageOf(error)}); open the picture again in Inpaint`,
    )
  }
}
