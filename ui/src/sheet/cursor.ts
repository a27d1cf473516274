// Where the arrow keys lead on the grid. A place is a column and an index: -1 is its head, 0.. its cards from the top.
import type { ColumnView } from './lay'

export interface Place {
  column: number
  card: number
}

type Columns = Pick<ColumnView, 'cards'>[]

export function step(columns: Columns, place: Place, key: string): Place {
  const cards = columns[place.column]?.cards.length ?? 0
  switch (key) {
    case 'ArrowUp': return { ...place, card: Math.max(-1, place.card - 1) }
    case 'ArrowDown': return { ...place, card: Math.min(cards - 1, place.card + 1) }
    case 'Home': return { ...place, card: -1 }
    case 'End': return { ...place, card: cards - 1 }
    case 'ArrowLeft': return sideways(columns, place, -1)
    case 'ArrowRight': return sideways(columns, place, 1)
    default: return place
  }
}

/** To the card nearest in time of the next column; from a head to the next head. */
function sideways(columns: Columns, place: Place, by: number): Place {
  const column = place.column + by
  const target = columns[column]
  if (!target) return place
  const from = columns[place.column]?.cards[place.card]?.from
  if (place.card < 0 || from === undefined) return { column, card: -1 }
  let best = -1
  target.cards.forEach((card, i) => {
    if (best < 0 || Math.abs(card.from - from) < Math.abs(target.cards[best]!.from - from)) best = i
  })
  return { column, card: best }
}

/** The place of a row's card, so that the focus follows a row that moved. */
export function find(columns: Pick<ColumnView, 'cards'>[], row: string, seat: number): Place | null {
  for (let column = 0; column < columns.length; column++) {
    const card = columns[column]!.cards.findIndex((each) => each.row.id === row && each.seat === seat && each.look !== 'from' && each.look !== 'lost')
    if (card >= 0) return { column, card }
  }
  return null
}
