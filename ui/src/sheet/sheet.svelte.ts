// The sheet on the screen: one day's reading as columns. Each column holds raw arrays, so a move replaces two arrays and
// Svelte touches two columns; a card that did not change keeps its object and is not drawn again.
import type { Band, RowReading, SheetReading } from '../generated/types'
import { type CardView, type ColumnView, type Head, lay, type Mode, nothingLaid, UNASSIGNED } from './lay'
import type { Preview } from './preview'

export class Column {
  readonly id: string
  head = $state.raw<Head>() as Head
  bands = $state.raw<Band[]>([])
  cards = $state.raw<CardView[]>([])
  view: ColumnView

  constructor(view: ColumnView) {
    this.id = view.id
    this.view = view
    this.head = view.head
    this.bands = view.bands
    this.cards = view.cards
  }
}

/** A booking being made, drawn where it would stand. */
export interface Ghost {
  minute: number
  minutes: number
  turnover: number
  staff: string
  also: string[]
  name: string
  service: string
  start: string
  gender: string | null
}

export class Sheet {
  reading = $state.raw<SheetReading | null>(null)
  columns = $state.raw<Column[]>([])
  mode = $state<Mode>('people')
  order = $state.raw<string[]>([])
  showOff = $state(false)
  preview = $state.raw<Preview | null>(null)
  ghost = $state.raw<Ghost | null>(null)
  selected = $state<string | null>(null)
  /** Moving the selected row by clicking a column. */
  aiming = $state<{ row: string; seat: number } | null>(null)
  failed = $state<string | null>(null)
}

export const sheet = new Sheet()
const laid = nothingLaid()

/** Draws what the reading, the preview and the wishes say now. */
export function draw(on: Sheet): void {
  if (!on.reading) return
  const views = lay(on.reading, { mode: on.mode, order: on.order, showOff: on.showOff }, on.preview, laid)
  const same = views.length === on.columns.length && views.every((view, i) => view.id === on.columns[i]!.id)
  if (same) views.forEach((view, i) => refresh(on.columns[i]!, view))
  else on.columns = views.map((view) => on.columns.find((column) => column.id === view.id) ?? new Column(view)).map((column, i) => refresh(column, views[i]!))
}

function refresh(column: Column, view: ColumnView): Column {
  if (column.view === view) return column
  column.view = view
  if (!alike(column.head, view.head)) column.head = view.head
  if (!alikeEach(column.bands, view.bands)) column.bands = view.bands
  const known = new Map(column.cards.map((card) => [card.key, card]))
  const cards = view.cards.map((card) => {
    const before = known.get(card.key)
    return before && sameCard(before, card) ? before : card
  })
  if (cards.length !== column.cards.length || cards.some((card, i) => card !== column.cards[i])) column.cards = cards
  return column
}

/** A row that did not change has kept its object (patch.ts); only a sheet read as a whole is compared by its text. */
function sameCard(a: CardView, b: CardView): boolean {
  const { row: rowA, mark: markA, ...restA } = a
  const { row: rowB, mark: markB, ...restB } = b
  return alike(restA, restB) && (rowA === rowB || JSON.stringify(rowA) === JSON.stringify(rowB)) && (markA === markB || JSON.stringify(markA) === JSON.stringify(markB))
}

function alike(a: object, b: object): boolean {
  return Object.entries(a).every(([key, value]) => b[key as keyof typeof b] === value)
}

const alikeEach = (a: object[], b: object[]): boolean => a.length === b.length && a.every((each, i) => alike(each, b[i]!))

export function take(on: Sheet, reading: SheetReading): void {
  if (on.reading && on.reading.date !== reading.date) {
    on.preview = null
    on.ghost = null
    on.aiming = null
  }
  on.reading = reading
  on.failed = null
  for (const { id, name } of [...reading.columns, ...reading.off_duty]) names.set(id, name)
  draw(on)
}

export function show(on: Sheet, preview: Preview | null): void {
  on.preview = preview
  if (preview?.temp) names.set(preview.temp.id, preview.temp.name)
  draw(on)
}

export const rowOf = (on: Sheet, id: string | null): RowReading | null => on.reading?.rows.find((row) => row.id === id) ?? null

export const openRows = (on: Sheet): number => on.columns.find((column) => column.id === UNASSIGNED)?.cards.length ?? 0

// Not reactive on purpose: 600 cards ask for names, and none of them must be drawn again because another row moved.
const names = new Map<string, string>()

export const nameOf = (staff: string | null | undefined): string => (staff ? (names.get(staff) ?? staff) : '')
