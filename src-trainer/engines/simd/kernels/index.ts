export { adamStep } from './adam'
export { expandMissing, expandPictures } from './batch'
export { convolve, convolveFilterGradient, packPanels } from './convolution'
export {
  absolute, add, byteToFloat, divide, fill, int32ToFloat, maximum, minimum, multiply, negate, reluGradient, select, sqrt, square,
  squaredDifference, step, subtract,
} from './elementwise'
export { matmul, packMatrix } from './matmul'
export { turnFilter } from './pack'
// Exported so that the optimiser leaves each tile a function of its own, which V8's revectorizer takes as a whole.
export { product4x16, product4x8 } from './product'
export { addColumnSums, sum, sumParts, sumSegments } from './reduce'
export { addSegments, copyRows, gather, scatterAdd, transpose, zeroBytes } from './rows'
export { tile4x16, tile6x8, tile8x4, tile8x4Across, tile8x4Along } from './tile'
export { winogradConvolve, winogradFilter, winogradFilterGradient, winogradGradient } from './winograd'
export { filterGradientTile, filterTile } from './winograd-filter'
export { imageGradientTile, imageTile } from './winograd-image'
export { resultGradientTile, resultTile } from './winograd-result'
