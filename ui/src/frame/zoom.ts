// How large everything is drawn, in the steps people know from a browser; kept for this desk.
import * as desk from '../desk'
import type { StatusReading } from '../generated/types'
import { keep } from './act'
import { choice } from './frame.svelte'

export const STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2]

export const zoomOf = (status: StatusReading | null): number => Number(choice(status, 'zoom', '1')) || 1

/** The next step up or down; 0 is back to how it was designed. */
export function stepFrom(now: number, by: -1 | 0 | 1): number {
  if (by === 0) return 1
  const next = by > 0 ? STEPS.find((step) => step > now + 0.001) : STEPS.findLast((step) => step < now - 0.001)
  return next ?? now
}

/** What is drawn now: the desk is told later, and a key that repeats does not wait for that. */
let drawn = 1

export async function zoomTo(factor: number): Promise<void> {
  if (factor === drawn) return
  drawn = factor
  await desk.zoom(factor)
}

export async function zoomAndKeep(factor: number): Promise<void> {
  await zoomTo(factor)
  await keep('zoom', String(factor))
}

export const zoomBy = (by: -1 | 0 | 1): Promise<void> => zoomAndKeep(stepFrom(drawn, by))
