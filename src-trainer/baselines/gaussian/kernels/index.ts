export { factor } from './factor'
export { gather } from './gather'
export { subtractProducts } from './products'
export { solveLower, solveUpper } from './solve'
