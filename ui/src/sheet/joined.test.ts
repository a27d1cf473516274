import { describe, expect, test } from 'vitest'
import type { Report } from '../generated/types'
import { joined } from './joined'

const report = (part: Partial<Report>): Report => ({ touched: [], moved: [], unplaced: [], opened: [], closed: [], held: [], notices: [], text: '', digest: 'd', command: 'c', ...part })
const move = (appointment: string, from: string | null, to: string | null) => ({ appointment, seat: 0, from, to })
const unplaced = (appointment: string) => ({ appointment, seat: 0, why: '', remedies: [] })

describe('a remedy on top of a pending absence', () => {
  const absence = report({ moved: [move('a', 'grace', 'joy'), move('b', 'grace', null)], unplaced: [unplaced('b')], opened: [{ item: 'b/no_therapist', kind: 'no_therapist', appointment: 'b', why: '' }] })
  const temp = report({ moved: [move('b', null, 'temp')], closed: ['b/no_therapist'], created: { kind: 'staff', id: 'temp' } })

  test('the row without anybody goes from the absent person to the temp, and waits no more', () => {
    const both = joined(absence, temp)
    expect(both.moved).toEqual([move('a', 'grace', 'joy'), move('b', 'grace', 'temp')])
    expect(both.unplaced).toEqual([])
    expect(both.opened).toEqual([])
    expect(both.created?.id).toBe('temp')
  })

  test('a row the remedy brings back does not move; the digest stays that of what would be applied', () => {
    const back = joined(absence, report({ moved: [move('a', 'joy', 'grace')], digest: 'other' }))
    expect(back.moved.map(({ appointment }) => appointment)).toEqual(['b'])
    expect(back.digest).toBe('d')
  })
})
