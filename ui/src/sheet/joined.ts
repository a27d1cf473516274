// Two previews one after the other told as one, against the sheet as it is now: what a remedy would make of a change that is only
// looked at. The second report speaks of the book after the first.
import type { Moved, Report } from '../generated/types'

const key = ({ appointment, seat }: { appointment: string; seat: number }) => `${appointment}/${seat}`

export function joined(first: Report, then: Report): Report {
  const served = new Set(then.moved.filter(({ to }) => to).map(key))
  return {
    ...first,
    created: then.created ?? first.created ?? null,
    moved: moves(first.moved, then.moved),
    unplaced: [...first.unplaced.filter((each) => !served.has(key(each))), ...then.unplaced],
    opened: [...first.opened.filter(({ item }) => !then.closed.includes(item)), ...then.opened],
    held: [...first.held, ...then.held],
  }
}

/** From where a seat is now to where it would end; a seat that comes back does not move. */
function moves(first: Moved[], then: Moved[]): Moved[] {
  const all = new Map(first.map((move) => [key(move), move]))
  for (const move of then) all.set(key(move), { ...move, from: all.get(key(move))?.from ?? move.from })
  return [...all.values()].filter(({ from, to }) => from !== to)
}
