import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockAt, columnAt, columnsInView, columnWidths, draggedMinute, lanes, leftOf, minuteAt, minuteOn, NARROWEST, snap, startOn, uncovered, widthOf, y } from './layout'

const stretch = fc.tuple(fc.integer({ min: 0, max: 280 }), fc.integer({ min: 1, max: 40 })).map(([from, n]) => ({ from: from * 5, until: (from + n) * 5 }))

describe('lanes', () => {
  test('stretches that overlap never share a lane', () => {
    fc.assert(fc.property(fc.array(stretch, { maxLength: 40 }), (all) => {
      const placed = lanes(all)
      all.forEach((a, i) => all.forEach((b, j) => {
        if (i < j && a.from < b.until && b.from < a.until) expect(placed[i]!.lane).not.toBe(placed[j]!.lane)
      }))
      for (const { lane, lanes: count } of placed) expect(lane).toBeLessThan(count)
    }))
  })

  test('a column without overlaps stays one lane wide', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 20 }), (lengths) => {
      let at = 0
      const all = lengths.map((n) => ({ from: at, until: (at += n * 5) }))
      expect(lanes(all).every(({ lane, lanes: count }) => lane === 0 && count === 1)).toBe(true)
    }))
  })
})

describe('columns in view', () => {
  test('every column that shows a pixel is drawn, and never many more than fit', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 6000 }), fc.integer({ min: 300, max: 2000 }), fc.integer({ min: 1, max: 60 }), fc.boolean(), (wanted, room, count, open) => {
      const widths = columnWidths(room, count, open)
      const scrolled = Math.min(wanted, Math.max(0, widths.total - room))
      const { from, until } = columnsInView(scrolled, room, widths, count)
      for (let i = 0; i <= count; i++) {
        const left = leftOf(i, widths) - scrolled
        const shows = left < room && left + widthOf(i, widths) > 0
        if (shows) expect(i >= from && i < until).toBe(true)
      }
      expect(until - from).toBeLessThanOrEqual(Math.ceil(room / widths.column) + 6)
    }))
  })
})

describe('places', () => {
  test('a minute goes to its pixel and back', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 600 }), (minute, first) => {
      expect(minuteAt(y(minute, first), first)).toBeCloseTo(minute)
    }))
  })

  test('snapping lands on a tick and never further than half a step', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1500, noNaN: true }), fc.constantFrom(5, 15, 30), (minute, step) => {
      expect(snap(minute, step) % step).toBe(0)
      expect(Math.abs(snap(minute, step) - minute)).toBeLessThanOrEqual(step / 2)
    }))
  })

  test('a small slip of the hand keeps the time, a real move is a tick', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 280 }), fc.integer({ min: -400, max: 400 }), (tick, dy) => {
      const minute = draggedMinute(tick * 5, dy)
      if (Math.abs(dy) <= 12) expect(minute).toBe(tick * 5)
      expect(Math.abs(minute % 5)).toBe(0)
    }))
  })

  test('every point of a column hits that column', () => {
    fc.assert(fc.property(fc.integer({ min: 200, max: 4000 }), fc.integer({ min: 1, max: 60 }), fc.boolean(), (room, count, open) => {
      const widths = columnWidths(room, count, open)
      expect(widths.column).toBeGreaterThanOrEqual(NARROWEST)
      for (let i = 0; i < count; i++) {
        expect(columnAt(widths.unassigned + (i + 0.5) * widths.column, widths, count)).toBe(i)
      }
      expect(columnAt(widths.unassigned / 2, widths, count)).toBe(-1)
      expect(columnAt(widths.total + 1, widths, count)).toBeNull()
    }))
  })
})

test('what another card covers is cut off a ghost', () => {
  expect(uncovered({ from: 900, until: 930 }, [{ from: 915, until: 955 }])).toEqual({ from: 900, until: 915 })
  expect(uncovered({ from: 900, until: 930 }, [{ from: 880, until: 910 }])).toEqual({ from: 910, until: 930 })
  expect(uncovered({ from: 900, until: 930 }, [{ from: 905, until: 955 }])).toBeNull()
})

test('the clock follows the hour marks of a day of 25 hours', () => {
  const marks = [{ minute: 60, label: '01:00', offset: '' }, { minute: 120, label: '01:00', offset: '+00:00' }, { minute: 180, label: '02:00', offset: '' }]
  expect(clockAt(75, marks)).toBe('01:15')
  expect(clockAt(135, marks)).toBe('01:15')
  expect(clockAt(225, marks)).toBe('02:45')
  const starts = [75, 135, 225].map((minute) => startOn('2026-10-25', minute, marks))
  expect(starts).toEqual(['2026-10-25T01:15', '2026-10-25T01:15+00:00', '2026-10-25T02:45'])
  expect(starts.map((start) => minuteOn(start, marks))).toEqual([75, 135, 225])
})

test('a start in the hour that a day of 23 hours has not is nowhere on it', () => {
  const marks = [{ minute: 0, label: '00:00', offset: '' }, { minute: 60, label: '02:00', offset: '' }]
  expect(minuteOn('2026-03-29T01:30', marks)).toBeNull()
  expect(minuteOn('2026-03-29T02:30', marks)).toBe(90)
})
