/** The command that sets TensorFlow up, as a person standing in a checkout, or beside the installed package, types it. */
export const setupCommand = import.meta.url.endsWith('.ts') ? 'npm run setup:tensorflow' : 'npx lacuna setup-tensorflow'

/** @param why what running it (again) is for */
export function howToSetUp(why = 'about 270 MB to fetch, some 3 GB with CUDA'): string {
  return `run ${setupCommand} (${why})`
}
