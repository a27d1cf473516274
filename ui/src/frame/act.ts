// Doing things: a command goes to the core, its answer becomes a toast with Undo or a refusal that says what to do next,
// and the readings are taken again. Nothing here knows what a command means.
import { toast } from 'svelte-sonner'
import * as desk from '../desk'
import type { Line } from '../desk'
import type { Command, Outcome, Refused } from '../generated/types'
import { m } from '../paraglide/messages'
import { patched } from '../sheet/patch'
import { rowOf, sheet, take } from '../sheet/sheet.svelte'
import { startBeside } from '../words/dates'
import { language } from '../words/language.svelte'
import { frame } from './frame.svelte'
import { painted } from './painted'
import { say } from './say.svelte'

export async function readStatus(): Promise<void> {
  try {
    frame.status = await desk.status()
    frame.now = Date.parse(frame.status.now)
    frame.starting ??= frame.status.first_start && !frame.status.desk['started']
    frame.failed = null
    frame.status.warnings.filter((warning) => !warned.has(warning)).forEach(warn)
  } catch (error) {
    frame.failed = desk.sentence(error)
  }
}

const warned = new Set<string>()

function warn(warning: string): void {
  warned.add(warning)
  toast.warning(warning, { duration: 12_000 })
}

let asked = 0

let mark = 0

/** Reads a day, or what differs from what is shown; a slower answer for a day left meanwhile is dropped, and everything read anew after it. */
export async function readSheet(): Promise<void> {
  const mine = ++asked
  const since = mark
  mark = 0
  try {
    const news = await desk.sheetSince(frame.date, sheet.reading ? since : 0)
    if (mine !== asked) return
    mark = news.mark
    take(sheet, news.patch ? patched(sheet.reading!, news) : news.sheet)
  } catch (error) {
    if (mine === asked) sheet.failed = desk.sentence(error)
  }
}

/** The revision of the book that everything on the screen has at least. */
let covered = -1

/** Reads everything again. */
export async function reload(): Promise<void> {
  await readStatus()
  await readRest()
}

/** What is read after the status. The sheet comes first: it is what people wait for. */
export async function readRest(): Promise<void> {
  const revision = frame.status?.revision ?? -1
  await readSheet()
  frame.revision++
  await readCatalogue()
  covered = Math.max(covered, revision)
}

/** The book has come to `revision`, perhaps by what this window did itself and has read since. */
export async function changedTo(revision: number | null): Promise<void> {
  if (revision === null || revision > covered) await reload()
}

async function readCatalogue(): Promise<void> {
  const [catalogue, site] = await Promise.all([desk.catalogue(), desk.site()])
  if (!alike(frame.catalogue, catalogue)) frame.catalogue = catalogue
  if (!alike(frame.site, site)) frame.site = site
}

const alike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export function goTo(date: string): void {
  if (date === frame.date) return
  frame.date = date
  sheet.selected = null
  if (frame.panel && frame.panel.kind !== 'booking') frame.panel = null
  void readSheet()
}

/** Performs and says how it went. `quiet` leaves a refusal to the form that asked. */
export async function act(line: Line, how: { quiet?: boolean } = {}): Promise<Outcome | null> {
  try {
    const outcome = await desk.perform(line)
    if (outcome.outcome === 'refused') {
      if (!how.quiet) refuse(outcome)
      else say(outcome.why)
    }
    await reload()
    await painted()
    if (outcome.outcome === 'done') done(outcome.text, outcome.notices)
    return outcome
  } catch (error) {
    toast.error(m.failed_title(), { description: desk.sentence(error) })
    return null
  }
}

function done(text: string, notices: string[]): void {
  say(text)
  toast(text, { ...(notices.length ? { description: notices.join(' ') } : {}), action: { label: m.undo(), onClick: () => void takeBack() } })
}

/** A refusal says why and, where the core knows one, the command that would do instead. */
export function refuse(refused: Refused): void {
  say(refused.why)
  const instead = refused.instead as Command | null | undefined
  toast.error(refused.why, {
    duration: 9000,
    ...(refused.nearest.length ? { description: m.nearest_times({ times: refused.nearest.slice(0, 4).map((start) => startBeside(start, frame.date, language.locale)).join(', ') }) } : {}),
    ...(instead ? { action: { label: refused.code === 'bound' ? m.release_and_move() : m.do_instead(), onClick: () => void act(instead) } } : {}),
  })
}

async function backOrForth(run: () => Promise<Outcome>): Promise<void> {
  try {
    const outcome = await run()
    if (outcome.outcome === 'refused') refuse(outcome)
    else {
      say(outcome.text)
      toast(outcome.text)
    }
    await reload()
    closeIfGone()
  } catch (error) {
    toast.error(m.failed_title(), { description: desk.sentence(error) })
  }
}

/** A booking that was taken back leaves nothing to show of it. */
function closeIfGone(): void {
  if (frame.panel?.kind !== 'detail' || rowOf(sheet, frame.panel.row)) return
  frame.panel = null
  sheet.selected = null
}

export const takeBack = (): Promise<void> => backOrForth(desk.undo)
export const doAgain = (): Promise<void> => backOrForth(desk.redo)

export async function keep(key: string, value: string): Promise<void> {
  await desk.keep(key, value)
  await readStatus()
}
