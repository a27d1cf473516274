// The second look before a loss of capacity: the core says what would happen, the grid draws it, one key applies it.
// The same for an absence, a vacation, hours, a skill taken away, a closed room. Applying carries the preview's digest.
import { toast } from 'svelte-sonner'
import * as desk from '../desk'
import type { Line } from '../desk'
import type { Outcome, Report, RowReading } from '../generated/types'
import { m } from '../paraglide/messages'
import { joined } from '../sheet/joined'
import { concernsRows, outOn, type Preview, tempOf } from '../sheet/preview'
import { sheet, show } from '../sheet/sheet.svelte'
import { addDays } from '../words/dates'
import { act, readSheet, refuse, reload } from './act'
import { frame, onSheet, type Panel, type View } from './frame.svelte'

export interface Proposal {
  line: Line
  title: string
  sub: string
  report: Report
  rows: Map<string, RowReading>
  /** The world moved between preview and applying. */
  fresh: boolean
  back: { view: View; date: string; panel: Panel | null }
}

class Proposed {
  now = $state.raw<Proposal | null>(null)
  applying = $state(false)
}

export const proposed = new Proposed()

/** Previews; without any row concerned it is done at once. Answers the outcome when it ended here. */
export async function propose(line: Line, title: string, sub = ''): Promise<Outcome | null> {
  try {
    const outcome = await desk.preview(line)
    if (outcome.outcome === 'refused') {
      refuse(outcome)
      return outcome
    }
    if (!concernsRows(outcome)) return act(desk.applying(line, outcome))
    await lookAt(line, title, sub, outcome, false)
    return null
  } catch (error) {
    toast.error(m.failed_title(), { description: desk.sentence(error) })
    return null
  }
}

async function lookAt(line: Line, title: string, sub: string, report: Report, fresh: boolean): Promise<void> {
  const rows = await concernedRows(report)
  const back = proposed.now?.back ?? { view: frame.view, date: frame.date, panel: frame.panel?.kind === 'preview' ? null : frame.panel }
  proposed.now = { line, title, sub, report, rows, fresh, back }
  if (!onSheet(frame.view)) frame.view = 'sheet'
  const dates = [...rows.values()].map((row) => row.start.slice(0, 10)).sort()
  if (dates.length && !dates.includes(frame.date)) {
    frame.date = dates[0]!
    await readSheet()
  }
  frame.panel = { kind: 'preview' }
  show(sheet, previewOf(line, report, false))
}

export function previewOf(line: Line, report: Report, passing: boolean): Preview {
  const out = line.command === 'mark_absent' && sheet.reading
    ? outOn(sheet.reading.date, sheet.reading.day_minutes, line.from, line.until)
    : null
  return { line, report, passing, temp: tempOf(line, report), out: out && line.command === 'mark_absent' ? { staff: line.staff, ...out } : null }
}

/** The rows a report speaks of, looked up day by day: the report carries only their handles. */
async function concernedRows(report: Report): Promise<Map<string, RowReading>> {
  const wanted = new Set([...report.moved, ...report.unplaced, ...report.opened].flatMap(({ appointment }) => (appointment ? [appointment] : [])))
  const found = new Map<string, RowReading>()
  const collect = (rows: RowReading[]) => rows.forEach((row) => { if (wanted.has(row.id)) found.set(row.id, row) })
  if (sheet.reading) collect(sheet.reading.rows)
  const today = frame.status?.today ?? frame.date
  for (let day = 0; day <= (frame.site?.horizon_days ?? 14) && found.size < wanted.size; day++) {
    const date = addDays(today, day)
    if (date !== sheet.reading?.date) collect((await desk.sheet(date)).rows)
  }
  return found
}

export async function apply(): Promise<void> {
  const proposal = proposed.now
  if (!proposal || proposed.applying) return
  proposed.applying = true
  const outcome = await act(desk.applying(proposal.line, proposal.report))
  proposed.applying = false
  if (outcome?.outcome === 'changed') await lookAt(proposal.line, proposal.title, proposal.sub, outcome, true)
  else if (outcome?.outcome === 'done') leave(false)
}

export function leave(back = true): void {
  const was = proposed.now?.back
  proposed.now = null
  show(sheet, null)
  if (!was) return
  frame.view = was.view
  frame.panel = back && was.panel?.kind !== 'absence' ? was.panel : null
  if (was.date !== frame.date) {
    frame.date = was.date
    void readSheet()
  } else if (back) void reload()
}

/** The panel is gone for something else: what it showed goes with it. */
export function drop(): void {
  if (!proposed.now) return
  proposed.now = null
  show(sheet, null)
}

let hovered = 0

/** A remedy under the pointer or the focus: drawn in passing, gone with it. Inside a preview it stands on what that would change. */
export async function glance(command: Line | null): Promise<void> {
  const mine = ++hovered
  const standing = proposed.now
  if (!command) return show(sheet, standing ? previewOf(standing.line, standing.report, false) : null)
  const outcomes = await desk.previewAll(standing ? [standing.line, command] : [command]).catch(() => [])
  const last = outcomes.at(-1)
  if (mine !== hovered || !last || last.outcome === 'refused') return
  if (!standing) return show(sheet, previewOf(command, last, true))
  show(sheet, { ...previewOf(standing.line, joined(standing.report, last), true), temp: tempOf(command, last) })
}
