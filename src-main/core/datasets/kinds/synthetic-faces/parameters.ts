import { type RandomStream, randomStream } from '../../../../../src-shared/random.ts'
import { bell, between, fromPalette, HAIR, IRIS, pick, SKIN, sceneHue } from './draws.ts'
import { type Colour, fromHsv, fromSrgb, mix, scaleColour } from './shading.ts'

/**
 * Everything that makes one face: drawn once from the counter-based stream of (seed, picture), so a picture is the same
 * whoever draws it and in whatever order. Lengths are in units of half the head's height; x to the right, y down, z to the viewer.
 */
export type FaceParameters = ReturnType<typeof drawParameters>

export type HairStyle = 'bald' | 'buzz' | 'short' | 'swept' | 'bob' | 'long' | 'curly' | 'afro' | 'bun'
export type Headwear = 'none' | 'beanie' | 'cap' | 'brim' | 'scarf'
export type Backdrop = 'plain' | 'bokeh' | 'window' | 'stripes' | 'foliage' | 'studio'

/**
 * @param seed of the data set, in [0, 2^32)
 * @param picture its number in the data set
 */
export function drawParameters(seed: number, picture: number) {
  const random = randomStream(seed, 'face', picture)
  const feminine = random.uniform() < 0.52
  const age = random.uniform()
  const tone = random.uniform() ** 1.25 * 5.99
  const skin = fromPalette(random, SKIN, tone)
  return {
    noiseSeed: random.uint32(),
    skin,
    blood: fromSrgb(200 - tone * 14, 70 - tone * 5, 62 - tone * 4),
    freckles: tone < 2 && random.uniform() < 0.25 ? between(random, 0.2, 0.5) : 0,
    age,
    pose: drawPose(random),
    shape: drawShape(random, feminine),
    eyes: drawEyes(random, tone, feminine),
    mouth: drawMouth(random, feminine),
    ...drawHair(random, tone, age, feminine),
    glasses: drawGlasses(random),
    light: drawLight(random),
    clothes: drawClothes(random),
    backdrop: drawBackdrop(random),
    camera: { grain: between(random, 0.6, 2.2), vignette: between(random, 0, 0.35), fade: between(random, 0, 0.03) },
  }
}

function drawPose(random: RandomStream) {
  return {
    yaw: bell(random, 0, 0.33, 0.75),
    pitch: bell(random, 0, 0.13, 0.32),
    roll: bell(random, 0, 0.11, 0.32),
    scale: between(random, 0.68, 0.88),
    x: bell(random, 0, 0.07, 0.16),
    y: bell(random, 0.05, 0.06, 0.14),
  }
}

function drawShape(random: RandomStream, feminine: boolean) {
  return {
    width: between(random, 0.68, 0.8) - (feminine ? 0.02 : 0),
    depth: between(random, 0.78, 0.92),
    jaw: between(random, feminine ? 0.2 : 0.08, feminine ? 0.36 : 0.28),
    neck: feminine ? between(random, 0.31, 0.38) : between(random, 0.38, 0.5),
    noseLength: between(random, 0.26, 0.36),
    noseWidth: between(random, 0.075, 0.12),
    noseHeight: between(random, 0.1, 0.17),
    cheeks: between(random, 0.01, 0.05),
    browRidge: feminine ? between(random, 0, 0.02) : between(random, 0.01, 0.05),
    blush: between(random, 0.05, 0.35),
    gloss: between(random, 0.03, 0.2),
  }
}

function drawEyes(random: RandomStream, tone: number, feminine: boolean) {
  return {
    y: between(random, -0.1, -0.01),
    spread: between(random, 0.3, 0.36),
    width: between(random, 0.15, 0.185),
    open: random.uniform() < 0.05 ? 0.008 : between(random, 0.06, 0.1),
    slant: bell(random, 0.02, 0.05, 0.1),
    gazeX: bell(random, 0, 0.03, 0.06),
    gazeY: bell(random, 0, 0.01, 0.02),
    iris: IRIS[tone > 3 ? random.below(2) : random.below(IRIS.length)]!,
    lashes: feminine ? between(random, 0.6, 1) : between(random, 0.25, 0.6),
    browLift: bell(random, 0.17, 0.025, 0.05),
    browTilt: bell(random, 0, 0.05, 0.1),
    browThick: feminine ? between(random, 0.022, 0.038) : between(random, 0.034, 0.056),
  }
}

function drawMouth(random: RandomStream, feminine: boolean) {
  const smile = bell(random, 0.35, 0.45, 0.8)
  return {
    y: between(random, 0.48, 0.56),
    width: between(random, 0.19, 0.25) + 0.06 * Math.max(0, smile),
    smile: smile * 0.09,
    open: random.uniform() < 0.42 ? between(random, 0.03, 0.11) * (smile > 0.2 ? 1 : 0.7) : 0,
    fullness: feminine ? between(random, 0.05, 0.085) : between(random, 0.035, 0.065),
    redness: feminine ? between(random, 0.4, 0.95) : between(random, 0.2, 0.4),
  }
}

function drawHair(random: RandomStream, tone: number, age: number, feminine: boolean) {
  const style = feminine
    ? pick<HairStyle>(random, [
        ['long', 5],
        ['bob', 3],
        ['bun', 1.6],
        ['curly', 2],
        ['swept', 0.8],
        ['afro', 0.7],
      ])
    : pick<HairStyle>(random, [
        ['short', 5],
        ['swept', 3],
        ['buzz', 1.6],
        ['bald', 1.1],
        ['curly', 1.2],
        ['afro', 0.5],
        ['long', 0.6],
      ])
  const grey = age > 0.82
  const darkness = tone > 3 ? random.uniform() * 1.8 : random.uniform() * 5.99
  const natural = fromPalette(random, HAIR, grey ? 7 + random.uniform() * 0.99 : darkness)
  const dyed = random.uniform() < 0.012
  const colour = dyed ? fromHsv(random.uniform(), 0.6, 0.6) : natural
  const beard = !feminine && random.uniform() < 0.45
  return {
    hair: {
      style,
      colour,
      volume: between(random, 0.06, 0.14),
      line: between(random, -0.66, -0.5) + (feminine ? 0.02 : -0.08 * age * age),
      fringe: random.uniform() < (feminine ? 0.4 : 0.22) ? between(random, 0.1, 0.28) : 0,
      part: between(random, -0.45, 0.45),
      length: between(random, 0.95, 1.7),
      wave: between(random, 0, 0.07),
      waveRate: between(random, 3, 7),
      shine: between(random, 0.1, 0.5),
    },
    headwear: pick<Headwear>(random, [
      ['none', 84],
      ['beanie', 4.5],
      ['cap', 5],
      ['brim', 3],
      ['scarf', feminine ? 5 : 0],
    ]),
    hatColour: fromHsv(random.uniform(), between(random, 0.1, 0.85), between(random, 0.2, 0.9)),
    hatTrim: fromHsv(random.uniform(), between(random, 0, 0.7), between(random, 0.1, 0.95)),
    beard: {
      cover: beard ? between(random, 0.35, 0.95) : 0,
      chinOnly: random.uniform() < 0.25,
      moustache: beard && random.uniform() < 0.75,
      colour: scaleColour(grey ? natural : mix(natural, HAIR[1]!, 0.35), 0.9),
    },
  }
}

function drawGlasses(random: RandomStream) {
  const worn = random.uniform() < 0.2
  const sun = random.uniform() < 0.22
  return {
    kind: !worn ? ('none' as const) : sun ? ('sun' as const) : ('clear' as const),
    round: random.uniform() < 0.5,
    size: between(random, 0.19, 0.235),
    thick: between(random, 0.018, 0.04),
    colour: random.uniform() < 0.65 ? fromSrgb(26, 24, 24) : fromHsv(random.uniform(), 0.55, 0.5),
  }
}

function drawLight(random: RandomStream) {
  const side = bell(random, 0, 0.6, 1.25)
  const height = between(random, -0.15, 1)
  const warmth = bell(random, 0.15, 0.35, 0.8)
  const key = between(random, 0.55, 1.25)
  return {
    direction: [Math.sin(side) * Math.cos(height), -Math.sin(height), Math.cos(side) * Math.cos(height)] as const,
    key: [key * (1 + 0.25 * warmth), key, key * (1 - 0.3 * warmth)] as Colour,
    fill: scaleColour([1 - 0.12 * warmth, 1, 1 + 0.2 * warmth], between(random, 0.1, 0.42)),
    rim: random.uniform() < 0.35 ? between(random, 0.15, 0.6) : 0,
  }
}

function drawClothes(random: RandomStream) {
  return {
    colour: fromHsv(sceneHue(random), random.uniform() ** 1.3 * 0.9, between(random, 0.08, 0.95)),
    trim: fromHsv(random.uniform(), random.uniform() ** 2, between(random, 0.1, 0.95)),
    neckline: pick(random, [
      ['round', 4],
      ['vee', 3],
      ['collar', 3],
    ] as const),
    stripes: random.uniform() < 0.2 ? between(random, 5, 11) : 0,
    width: between(random, 1.35, 1.9),
    slope: between(random, 0.12, 0.3),
  }
}

function drawBackdrop(random: RandomStream) {
  const hue = sceneHue(random)
  const dull = random.uniform() ** 1.6 * 0.6
  const near = random.uniform() ** 0.8
  const kind = pick<Backdrop>(random, [
    ['plain', 2],
    ['studio', 3],
    ['bokeh', 3],
    ['window', 3],
    ['stripes', 1],
    ['foliage', 2.5],
  ])
  const leaf = (low: number, high: number) =>
    fromHsv(between(random, 0.16, 0.42), between(random, 0.15, 0.6), between(random, low, high))
  return {
    kind,
    first: kind === 'foliage' ? leaf(0.05, 0.45) : fromHsv(hue, dull, 0.1 + 0.88 * near),
    second:
      kind === 'foliage'
        ? leaf(0.3, 0.85)
        : fromHsv((hue + bell(random, 0, 0.06, 0.2) + 1) % 1, random.uniform() * 0.5, between(random, 0.06, 1)),
    third: fromHsv(sceneHue(random), random.uniform() * 0.6, between(random, 0.4, 1)),
    angle: between(random, 0, 2 * Math.PI),
    rate: between(random, 1.2, 3.6),
    blobs: Array.from({ length: 6 }, () => ({
      x: between(random, -1.1, 1.1),
      y: between(random, -1.1, 1.1),
      radius: between(random, 0.12, 0.5),
      soft: between(random, 0.06, 0.3),
      first: random.uniform() < 0.5,
      opacity: between(random, 0.35, 0.95),
    })),
  }
}
