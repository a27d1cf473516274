// Weekly hours as something to paint on: seven days of five-minute cells, and back to the book's lines. Pure.
import type { HoursLine, HoursReading } from '../generated/types'

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Brush = 'working' | 'break' | 'erase'
export const CELL = 5
const CELLS = 1440 / CELL

/** Per day a string of 288 letters: `.` off, `w` working, `b` break. Strings compare and copy for nothing. */
export type Week = string[]

const LETTER: Record<Brush, string> = { working: 'w', break: 'b', erase: '.' }

const cellOf = (clock: string): number => (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))) / CELL
const clockOf = (cell: number): string => `${String(Math.floor((cell * CELL) / 60)).padStart(2, '0')}:${String((cell * CELL) % 60).padStart(2, '0')}`

export function weekOf(lines: HoursReading[]): Week {
  return DAYS.map((day) => {
    let cells = '.'.repeat(CELLS)
    for (const line of lines.filter((each) => each.days.includes(day))) {
      cells = fill(cells, cellOf(line.from), cellOf(line.until), 'w')
      for (const [from, until] of line.breaks) cells = fill(cells, cellOf(from), cellOf(until), 'b')
    }
    return cells
  })
}

function fill(cells: string, from: number, until: number, letter: string): string {
  return cells.slice(0, from) + letter.repeat(Math.max(0, until - from)) + cells.slice(until)
}

export function paint(week: Week, day: number, from: number, until: number, brush: Brush): Week {
  const [low, high] = [Math.max(0, Math.min(from, until)) / CELL, Math.min(1440, Math.max(from, until)) / CELL]
  return week.map((cells, i) => (i === day ? fill(cells, low, high, LETTER[brush]) : cells))
}

export interface Block {
  kind: 'working' | 'break'
  from: number
  until: number
}

export function blocksOf(cells: string): Block[] {
  return [...cells.matchAll(/w+|b+/g)].map((run) => ({
    kind: run[0][0] === 'w' ? ('working' as const) : ('break' as const), from: run.index * CELL, until: (run.index + run[0].length) * CELL,
  }))
}

/** Lines of the book: days with the same hours share one; a break that touches no work on both sides is no break. */
export function linesOf(week: Week): HoursLine[] {
  const byShape = new Map<string, HoursLine>()
  week.forEach((cells, i) => {
    for (const run of cells.matchAll(/w[wb]*w|w/g)) {
      const from = clockOf(run.index)
      const until = clockOf(run.index + run[0].length)
      const breaks = [...run[0].matchAll(/b+/g)].map((rest): [string, string] => [clockOf(run.index + rest.index), clockOf(run.index + rest.index + rest[0].length)])
      const shape = JSON.stringify([from, until, breaks])
      const line = byShape.get(shape)
      if (line) line.days.push(DAYS[i]!)
      else byShape.set(shape, { days: [DAYS[i]!], from, until, ...(breaks.length ? { breaks } : {}) })
    }
  })
  return [...byShape.values()]
}

export const minutesOfDay = (cells: string): number => [...cells].filter((cell) => cell === 'w').length * CELL
export const minutesOfWeek = (week: Week): number => week.reduce((sum, cells) => sum + minutesOfDay(cells), 0)
export const same = (a: Week, b: Week): boolean => a.every((cells, i) => cells === b[i])

/** The hours worth showing: 6 to 22, or more when somebody works outside them. */
export function shownHours(week: Week): { from: number; until: number } {
  const all = week.flatMap(blocksOf)
  const first = Math.min(360, ...all.map((block) => block.from))
  const last = Math.max(1320, ...all.map((block) => block.until))
  return { from: Math.floor(first / 60) * 60, until: Math.ceil(last / 60) * 60 }
}
