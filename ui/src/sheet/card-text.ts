// What a card says. Text is chosen, not clipped: of several ways to say a thing the longest that fits is taken
// (name, then First L., then First). The height of the row decides which lines there are. No DOM: widths come from `measure`.

export type Measure = (text: string, font: string) => number

export interface CardWords {
  name: string
  service: string
  start: string
  end: string
  room: string
  minutes: number
  marks: string[]
  /** A status or, in a preview, where the row comes from or goes to: shown before service and time when short of lines. */
  status: { icon: string; word: string } | null
  via: { number: number | null; words: string[] } | null
  /** The card shows where the row goes away from: on one line the goal matters more than the name. */
  leaving?: boolean
}

export interface Line {
  kind: 'name' | 'text' | 'status' | 'via'
  text: string
  icon?: string
  number?: number | null
  /** Pixels kept free at the right for the marks. */
  pad?: number
}

export interface CardText {
  lines: Line[]
  marks: string[]
}

/** From this width on a card uses the larger type. */
export const ROOMY = 136
const FRAME = 25
const MARK = 14.5

export type Height = 'm15' | 'm30' | 'm45' | 'm60' | 'm90'

export function heightOf(minutes: number): Height {
  return minutes < 30 ? 'm15' : minutes < 45 ? 'm30' : minutes < 55 ? 'm45' : minutes < 80 ? 'm60' : 'm90'
}

/** The first of `ways` that fits, else as much of the last as does. */
export function fit(ways: string[], font: string, width: number, measure: Measure): string {
  return ways.find((way) => measure(way, font) <= width) ?? cut(ways[ways.length - 1] ?? '', font, width, measure)
}

function cut(text: string, font: string, width: number, measure: Measure): string {
  const letters = [...text]
  const shortened = letters.map((_, i) => `${letters.slice(0, letters.length - 1 - i).join('').trimEnd()}…`)
  return shortened.find((way) => measure(way, font) <= width) ?? letters[0] ?? ''
}

export function nameWays(name: string): string[] {
  const parts = name.trim().split(/\s+/)
  const [first = '', ...rest] = parts
  const last = rest[rest.length - 1]
  return last ? [name, `${first} ${last[0]}.`, first] : [name]
}

/** A service's name shortened word by word from the end: Swedish massage 60, Swedish massage, Swedish. */
export function serviceWays(service: string): string[] {
  const words = service.replace(/\s+\d+$/, '').split(/\s+/)
  const ways = words.map((_, i) => words.slice(0, words.length - i).join(' '))
  const one = words[0] ?? ''
  return one.length > 8 ? [...ways, `${one.slice(0, 6)}.`] : ways
}

interface Fonts { name: string; text: string; strong: string }

function fonts(width: number, light: boolean, height: Height): Fonts {
  const roomy = width >= ROOMY
  const size = height === 'm15' ? '11.5px' : roomy ? '13px' : '12.5px'
  return { name: `${light ? 500 : 600} ${size}`, text: roomy ? '400 11.5px' : '400 11px', strong: roomy ? '600 11.5px' : '600 11px' }
}

export function cardText(card: CardWords, width: number, light: boolean, measure: Measure): CardText {
  const height = heightOf(card.minutes)
  const font = fonts(width, light, height)
  const inner = width - FRAME
  const last = lastLine(card, font, inner, measure)
  // Only the highest cards have a line to spare below the last one.
  const marks = height === 'm90' ? card.marks : card.marks.slice(0, marksBeside(last, card.marks, font, inner, measure))
  const beside = marks.length ? marks.length * MARK + 2 : 0
  if (height === 'm15') return { lines: [flat(card, font, inner - beside, beside, measure)], marks }
  const name: Line = { kind: 'name', text: fit(nameWays(card.name), font.name, inner, measure) }
  if (height === 'm30') return { lines: [name, last ?? shortService(card, font, inner - beside, beside, measure)], marks }
  const service: Line = { kind: 'text', text: fit(serviceWays(card.service), font.text, inner, measure) }
  if (height === 'm45') return { lines: [name, service, last ?? startAndRoom(card, font, inner - beside, beside, measure)], marks }
  if (last && card.minutes < 60) return { lines: [name, service, last], marks }
  return { lines: [name, service, fullTime(card, font, inner, measure), ...(last ? [last] : [])], marks }
}

/** Whether a card leaves out, shortens or only draws something that is known of its row: then it is told in full beside it. */
export function leavesOut(card: CardWords, text: CardText): boolean {
  const said = text.lines.map((line) => line.text).join('\n')
  const told = [card.name, card.service.replace(/\s+\d+$/, ''), `${card.start}–${card.end}`, card.room, card.status?.word ?? '', card.via?.words[0] ?? '']
  return card.marks.length > 0 || told.some((each) => !said.includes(each))
}

function lastLine(card: CardWords, font: Fonts, inner: number, measure: Measure): Line | null {
  if (card.via) {
    const room = inner - (card.via.number === null ? 0 : 19)
    return { kind: 'via', text: fit(card.via.words, font.strong, room, measure), number: card.via.number }
  }
  return card.status && { kind: 'status', text: card.status.word, icon: card.status.icon }
}

function marksBeside(last: Line | null, marks: string[], font: Fonts, inner: number, measure: Measure): number {
  if (!last) return marks.length
  const taken = measure(last.text, font.strong) + (last.kind === 'status' ? 16 : last.number === null ? 0 : 19)
  return Math.max(0, Math.min(marks.length, Math.floor((inner - taken) / MARK)))
}

function flat(card: CardWords, font: Fonts, room: number, pad: number, measure: Measure): Line {
  const number = card.via?.number ?? null
  if (card.via && card.leaving) return { kind: 'via', text: fit(card.via.words, font.strong, room - 19, measure), number }
  const icon = card.via ? undefined : card.status?.icon
  const left = room - (icon ? 16 : 0) - (number === null ? 0 : 19)
  const text = fit(nameWays(card.name), font.name, left, measure)
  return { kind: 'name', text, pad, ...(icon ? { icon } : {}), ...(number === null ? {} : { number }) }
}

function shortService(card: CardWords, font: Fonts, room: number, pad: number, measure: Measure): Line {
  const services = serviceWays(card.service)
  const timed = services.filter((service) => !service.endsWith('.')).map((service) => `${card.start} ${service}`)
  return { kind: 'text', text: fit([...timed, ...services], font.text, room, measure), pad }
}

function startAndRoom(card: CardWords, font: Fonts, room: number, pad: number, measure: Measure): Line {
  const ways = card.room ? [`${card.start} · ${card.room}`, card.start] : [card.start]
  return { kind: 'text', text: fit(ways, font.text, room, measure), pad }
}

function fullTime(card: CardWords, font: Fonts, inner: number, measure: Measure): Line {
  const times = `${card.start}–${card.end}`
  const ways = card.room ? [`${times} · ${card.room}`, times, card.start] : [times, card.start]
  return { kind: 'text', text: fit(ways, font.text, inner, measure) }
}
