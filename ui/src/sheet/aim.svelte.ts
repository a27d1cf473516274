// "Move to…": the row waits for a click on a column (or a choice in the panel's list). Holds who could take it.
import * as desk from '../desk'
import type { Candidate, RowReading } from '../generated/types'

class Aimed {
  row = $state.raw<RowReading | null>(null)
  seat = $state(0)
  candidates = $state.raw<Candidate[] | null>(null)
}

export const aimed = new Aimed()

export async function aimAt(row: RowReading, seat: number): Promise<void> {
  aimed.row = row
  aimed.seat = seat
  aimed.candidates = null
  const answer = await desk.candidates(row.id, seat).catch(() => null)
  if (answer && aimed.row === row) aimed.candidates = answer.candidates
}
