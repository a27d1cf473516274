import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blocksOf, linesOf, minutesOfWeek, paint, weekOf } from './week'

const grace = [{ days: ['mon', 'tue'], from: '09:00', until: '17:00', breaks: [['12:45', '13:30']] as [string, string][] }]

test('hours become cells and the same hours again', () => {
  expect(linesOf(weekOf(grace))).toEqual(grace)
  expect(minutesOfWeek(weekOf(grace))).toBe(2 * (480 - 45))
})

test('painting a day splits it from the others', () => {
  const lines = linesOf(paint(weekOf(grace), 1, 15 * 60, 17 * 60, 'erase'))
  expect(lines).toEqual([{ ...grace[0], days: ['mon'] }, { ...grace[0], days: ['tue'], until: '15:00' }])
})

test('a break at the edge of the day is simply off', () => {
  expect(linesOf(paint(weekOf(grace), 0, 16 * 60, 17 * 60, 'break'))[0]).toMatchObject({ days: ['mon'], until: '16:00' })
})

test('whatever is painted, lines and cells agree', () => {
  const stroke = fc.record({ day: fc.integer({ min: 0, max: 6 }), from: fc.integer({ min: 0, max: 95 }), until: fc.integer({ min: 1, max: 96 }), brush: fc.constantFrom('working' as const, 'break' as const, 'erase' as const) })
  fc.assert(fc.property(fc.array(stroke, { maxLength: 12 }), (strokes) => {
    let week = weekOf(grace)
    for (const { day, from, until, brush } of strokes) week = paint(week, day, from * 15, until * 15, brush)
    const again = weekOf(linesOf(week).map((line) => ({ ...line, breaks: line.breaks ?? [] })))
    expect(minutesOfWeek(again)).toBe(minutesOfWeek(week))
    again.forEach((cells, i) => expect(blocksOf(cells).filter((block) => block.kind === 'working')).toEqual(blocksOf(week[i]!).filter((block) => block.kind === 'working')))
  }))
})
