// Doing things: a command goes to the core, its answer becomes a toast with Undo or a refusal that says what to do next,
// and the readings are taken again. Nothing here knows what a command means.
import { toast } from 'svelte-sonner'
import * as desk from '../desk'
import type { Line } from '../desk'
import type { Command, Outcome, Refused } from '../generated/types'
import { m } from '../paraglide/messages'
import { sheet, take } from '../sheet/sheet.svelte'
import { frame } from './frame.svelte'
import { say } from './say.svelte'

/** A machine failing, as opposed to a refusal: the sentence that is shown. */
export const failure = (error: unknown): string => (typeof error === 'string' ? error : error instanceof Error ? error.message : String(error))

export async function readStatus(): Promise<void> {
  try {
    frame.status = await desk.status()
    frame.now = Date.parse(frame.status.now)
    frame.starting ??= frame.status.first_start && !frame.status.desk['started']
    frame.failed = null
  } catch (error) {
    frame.failed = failure(error)
  }
}

let asked = 0

/** Reads a day; a slower answer for a day left meanwhile is dropped. */
export async function readSheet(): Promise<void> {
  const mine = ++asked
  try {
    const reading = await desk.sheet(frame.date)
    if (mine === asked) take(sheet, reading)
  } catch (error) {
    if (mine === asked) sheet.failed = failure(error)
  }
}

export async function reload(): Promise<void> {
  frame.revision++
  await Promise.all([readStatus(), readSheet(), readCatalogue()])
}

async function readCatalogue(): Promise<void> {
  const [catalogue, site] = await Promise.all([desk.catalogue(), desk.site()])
  frame.catalogue = catalogue
  frame.site = site
}

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
    } else if (outcome.outcome === 'done') done(outcome.text, outcome.notices)
    await reload()
    return outcome
  } catch (error) {
    toast.error(m.failed_title(), { description: failure(error) })
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
    ...(refused.nearest.length ? { description: m.nearest_times({ times: refused.nearest.slice(0, 4).map((start) => start.slice(11, 16)).join(', ') }) } : {}),
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
  } catch (error) {
    toast.error(m.failed_title(), { description: failure(error) })
  }
}

export const takeBack = (): Promise<void> => backOrForth(desk.undo)
export const doAgain = (): Promise<void> => backOrForth(desk.redo)

export async function keep(key: string, value: string): Promise<void> {
  await desk.keep(key, value)
  await readStatus()
}
