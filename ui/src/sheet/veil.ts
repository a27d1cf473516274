// While a row is in the hand (or waits for a click), the people who cannot take it are shaded with the reason. The shade stands for
// the whole drag and speaks of the row's own time; what another time would mean is said beside the card.
import { m } from '../paraglide/messages'
import { hands } from './hands.svelte'
import { UNASSIGNED } from './lay'
import { aimed } from './aim.svelte'
import { sheet } from './sheet.svelte'

export function veilOf(column: string): { why: string; minute: number } | null {
  const lifted = hands.lifted?.card
  const candidates = lifted ? hands.candidates : sheet.aiming ? aimed.candidates : null
  const row = lifted?.row ?? aimed.row
  if (!candidates || !row || column === UNASSIGNED) return null
  if (lifted && hands.elsewhen) return null
  const candidate = candidates.find((each) => each.staff === column)
  if (!candidate) return { why: m.cannot_take(), minute: row.minute }
  return candidate.code && !candidate.current && !candidate.swap ? { why: candidate.why, minute: row.minute } : null
}
