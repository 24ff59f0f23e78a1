import {
  type BuildProgress,
  type DatasetInfo,
  type DatasetManifest,
  pictureBytes,
  splitsOf,
  totalPictures,
} from '../../../src-shared/datasets.ts'
import { readBuildProgress } from './build.ts'
import { isAlive } from './build-lock.ts'
import type { Recipe, Request } from './recipe.ts'
import type { Shelf } from './shelf.ts'

const aboutOf = ({ definition: { name }, definition, kind: { title, description }, imageSize }: Request) => ({
  ...{ name, kind: definition.kind, title, description, imageSize },
})

/** What a sealed cache says of itself. */
function ofManifest(manifest: DatasetManifest) {
  const { channels, splits, synthetic, source, crop, filter, groups, contentHash, problems } = manifest
  return {
    ...{ channels, splits, synthetic, source, crop, filter, contentHash, problems: problems.length },
    ...(groups ? { groups: new Set(groups.map(({ name }) => name)).size } : {}),
    bytes: totalPictures(manifest) * pictureBytes(manifest),
  }
}

/** A data set as it stands. */
export async function infoOf(recipe: Recipe, shelf: Shelf, now: number): Promise<DatasetInfo> {
  const { layout, folder, key, plan } = recipe
  const about = aboutOf(recipe)
  const manifest = await shelf.manifest(layout.hash)
  if (manifest) return { ...about, ...ofManifest(manifest), state: 'ready' }
  const { channels, splits, synthetic, source, crop, filter, groups } = layout
  const planned = {
    ...{ ...about, channels, splits, synthetic, source, crop, filter },
    ...(groups ? { groups: new Set(groups.map(({ name }) => name)).size } : {}),
    problems: plan.problems?.length ?? 0,
  }
  const build = await readBuildProgress(folder).catch(() => null)
  if (build?.state === 'building' && (await isAlive(build.builder, build.updatedAt, now))) {
    const { ready, done, total, picturesPerSecond, secondsLeft, problems } = build
    const progress = { ready, done, total, picturesPerSecond, secondsLeft }
    return { ...planned, state: 'building', progress, problems: problems.length }
  }
  if (await shelf.newest(key)) {
    const note = 'its source has changed since its pictures were made; they are made anew when next used'
    return { ...planned, state: 'stale', note }
  }
  const note = build && unfinishedNote(build)
  return { ...planned, state: 'absent', ...(note ? { note } : {}) }
}

/** Why a build is not there, for one that was begun. */
function unfinishedNote({ state, reason, done, total }: BuildProgress): string | undefined {
  if (state === 'failed') return reason
  return `stopped at ${done.toLocaleString('en')} of ${total.toLocaleString('en')} pictures; building goes on from there`
}

/** A data set whose source cannot be looked at: what was made from it before is still good. */
export function infoWithoutSource(request: Request, earlier: DatasetManifest | null, reason: string): DatasetInfo {
  const about = aboutOf(request)
  if (earlier) return { ...about, ...ofManifest(earlier), state: 'ready', note: `${reason}; its pictures were made before that` }
  const { path } = request.options as { path?: string }
  const nothing = {
    splits: splitsOf(0, 0, 0),
    synthetic: false,
    crop: null,
    filter: null,
    source: path ?? '',
    channels: 3 as const,
  }
  return { ...about, ...nothing, state: 'absent', note: reason }
}
