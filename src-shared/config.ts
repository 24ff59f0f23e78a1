import { z } from 'zod'
import { WorkbenchError } from './errors.ts'

/** What a form, a table and an error message need to know of a hyperparameter. */
export interface FieldMeta {
  /** The field's word for it, as it stands in every label: "learning rate". */
  readonly label: string
  /** The formula's letter, where it has one: "α". */
  readonly symbol?: string
  /** What it does, one sentence. */
  readonly meaning: string
  readonly group: 'Loss' | 'Masks' | 'Optimisation' | 'Data' | 'Model' | 'Schedule'
  readonly min?: number
  readonly max?: number
  readonly integer?: boolean
  readonly choices?: readonly string[]
  readonly unit?: string
}

function number(meta: FieldMeta & { min: number; max: number }) {
  const expected = `expected ${meta.integer ? 'a whole number' : 'a number'} from ${meta.min} to ${meta.max}`
  const error = (issue: { input?: unknown }) => `${expected}, got ${JSON.stringify(issue.input) ?? 'nothing'}`
  const base = meta.integer ? z.int({ error }) : z.number({ error })
  return base
    .min(meta.min, { error })
    .max(meta.max, { error })
    .meta({ ...meta })
}

function choice<const T extends readonly [string, ...string[]]>(choices: T, meta: FieldMeta) {
  const error = (issue: { input?: unknown }) => `expected ${choices.join(', ')}, got ${JSON.stringify(issue.input) ?? 'nothing'}`
  return z.enum(choices, { error }).meta({ ...meta, choices })
}

export const modelNames = ['slides'] as const
export const trainingMaskKinds = ['random', 'rect-centred', 'rect-random', 'all'] as const

/**
 * A run's full configuration: what decides its result. The names are the same in `--set`, the database and the form.
 * Engine, device and threads are the attempt's, not the configuration's.
 */
export const runConfigSchema = z
  .strictObject({
    dataset: z
      .string()
      .min(1, 'expected the name of a data set')
      .meta({ label: 'data set', meaning: 'The pictures to learn from.', group: 'Data' } satisfies FieldMeta),
    imageSize: number({
      label: 'image size',
      meaning:
        'Width and height the pictures are resized to. The global latent, and with it the decoder’s first layer, grows with its square.',
      group: 'Data',
      min: 8,
      max: 128,
      integer: true,
      unit: 'px',
    }),
    model: z.strictObject({
      name: choice(modelNames, {
        label: 'model',
        meaning: 'The encoder and decoder. “slides” is the original’s: three residual blocks, a flattened latent, FC 128×4.',
        group: 'Model',
      }),
    }),
    alpha: number({
      label: 'MSE weight',
      symbol: 'α',
      meaning: 'Weight of the mean squared error over the missing pixels.',
      group: 'Loss',
      min: 0,
      max: 1e6,
    }),
    beta: number({
      label: 'TV weight',
      symbol: 'β',
      meaning: 'Weight of the squared total variation of the inpainted picture. Adam ignores the loss’s scale: only β/α matters.',
      group: 'Loss',
      min: 0,
      max: 1e6,
    }),
    mask: z
      .strictObject({
        kind: choice(trainingMaskKinds, {
          label: 'mask kind',
          meaning: 'How missing pixels are drawn in training, anew for every picture at every step.',
          group: 'Masks',
        }),
        pMin: number({
          label: 'lowest p',
          symbol: 'p min',
          meaning: 'Least share of known pixels: 0.1 means 10 % known.',
          group: 'Masks',
          min: 0,
          max: 1,
        }),
        pMax: number({
          label: 'highest p',
          symbol: 'p max',
          meaning: 'Greatest share of known pixels: 0.9 means 90 % known.',
          group: 'Masks',
          min: 0,
          max: 1,
        }),
      })
      .refine((mask) => mask.pMin <= mask.pMax, {
        path: ['pMax'],
        error: (issue) => {
          const mask = issue.input as { pMin: number; pMax: number }
          return `expected at least pMin (${mask.pMin}), got ${mask.pMax}`
        },
      }),
    learningRate: number({
      label: 'learning rate',
      meaning: 'Adam’s step size (β₁ 0.9, β₂ 0.999, ε 10⁻⁸).',
      group: 'Optimisation',
      min: 1e-8,
      max: 10,
    }),
    batchSize: number({
      label: 'batch size',
      meaning: 'Pictures a step.',
      group: 'Optimisation',
      min: 1,
      max: 4096,
      integer: true,
    }),
    steps: number({
      label: 'steps',
      meaning: 'Length of the training, in steps of one batch.',
      group: 'Schedule',
      min: 1,
      max: 100_000_000,
      integer: true,
    }),
    seed: number({
      label: 'seed',
      meaning: 'Decides initial weights, order and masks. The same seed gives the same losses.',
      group: 'Optimisation',
      min: 0,
      max: 0xffffffff,
      integer: true,
    }),
    validateEvery: number({
      label: 'validate every',
      meaning: 'Steps between two validations on fixed masks.',
      group: 'Schedule',
      min: 1,
      max: 1_000_000,
      integer: true,
      unit: 'steps',
    }),
    validationImages: number({
      label: 'validation pictures',
      meaning: 'The first so many of the validation split.',
      group: 'Schedule',
      min: 1,
      max: 100_000,
      integer: true,
    }),
    checkpointEvery: number({
      label: 'checkpoint every',
      meaning: 'Steps between two checkpoints to resume from.',
      group: 'Schedule',
      min: 1,
      max: 1_000_000,
      integer: true,
      unit: 'steps',
    }),
  })
  .meta({ title: 'Run configuration' })
export type RunConfig = z.infer<typeof runConfigSchema>

/** A hyperparameter's dotted name and what is known of it. */
export interface Hyperparameter extends FieldMeta {
  readonly key: string
}

function walk(shape: z.ZodObject['shape'], prefix: string): Hyperparameter[] {
  return Object.entries(shape).flatMap(([key, field]) => {
    if (field instanceof z.ZodObject) return walk(field.shape, `${prefix}${key}.`)
    return [{ key: `${prefix}${key}`, ...(field as z.ZodType).meta() } as Hyperparameter]
  })
}

/** Every hyperparameter, in the schema's order: the form, `--set` and tables are made from it. */
export const hyperparameters: readonly Hyperparameter[] = walk(runConfigSchema.shape, '')

export type FlatConfig = Record<string, string | number>

/** `{ mask: { pMin } }` as `{ 'mask.pMin': … }`. */
export function flattenConfig(config: RunConfig): FlatConfig {
  const flat: FlatConfig = {}
  for (const { key } of hyperparameters) {
    flat[key] = key.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], config) as
      | string
      | number
  }
  return flat
}

/** The inverse of `flattenConfig`; unchecked: parse what it returns. */
export function unflattenConfig(flat: Record<string, unknown>): unknown {
  const config: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(flat)) {
    const parts = key.split('.')
    const last = parts.pop()!
    const target = parts.reduce((object, part) => {
      object[part] ??= {}
      return object[part] as Record<string, unknown>
    }, config)
    target[last] = value
  }
  return config
}

/** Each field's complaint by its dotted name; empty when the configuration is good. */
export function configErrors(candidate: unknown): Record<string, string> {
  const result = runConfigSchema.safeParse(candidate)
  const errors: Record<string, string> = {}
  if (!result.success) {
    for (const issue of result.error.issues) {
      const key = issue.path.join('.')
      errors[key] ??= issue.code === 'unrecognized_keys' ? `unknown hyperparameter ${issue.keys.join(', ')}` : issue.message
    }
  }
  return errors
}

/** @throws WorkbenchError `config` naming the first field at fault */
export function parseConfig(candidate: unknown): RunConfig {
  const result = runConfigSchema.safeParse(candidate)
  if (result.success) return result.data
  const [key, message] = Object.entries(configErrors(candidate))[0]!
  throw new WorkbenchError('config', key ? `${key}: ${message}` : message)
}

/**
 * Applies one `key=value` of the command line.
 *
 * @throws WorkbenchError `config` for an unknown name or a value that is not one
 */
export function applySetting(config: RunConfig, setting: string): RunConfig {
  const equals = setting.indexOf('=')
  if (equals < 1) throw new WorkbenchError('config', `--set "${setting}": expected key=value such as beta=0.02`)
  const key = setting.slice(0, equals)
  const text = setting.slice(equals + 1)
  const field = hyperparameters.find((candidate) => candidate.key === key)
  if (!field) {
    throw new WorkbenchError(
      'config',
      `unknown hyperparameter "${key}": expected ${hyperparameters.map((candidate) => candidate.key).join(', ')}`,
    )
  }
  const value = field.min !== undefined ? (text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)) : text
  return parseConfig(unflattenConfig({ ...flattenConfig(config), [key]: value }))
}

/** The hyperparameters in which `config` differs from `base`. */
export function differingKeys(config: RunConfig, base: RunConfig): string[] {
  const flat = flattenConfig(config)
  const flatBase = flattenConfig(base)
  return hyperparameters.map(({ key }) => key).filter((key) => flat[key] !== flatBase[key])
}
