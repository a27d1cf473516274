import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cardText, heightOf, leavesOut, type CardWords, fit, nameWays, serviceWays } from './card-text'
import { PPM } from './layout'

const measure = (text: string) => text.length * 6
const card: CardWords = {
  name: 'Elizabeth Mwende', service: 'Swedish massage 60', start: '09:15', end: '10:15', room: 'R1', minutes: 60, marks: [], status: null, via: null,
}
const said = (words: CardWords, width: number) => cardText(words, width, false, measure).lines.map((line) => line.text)

test('a name is shortened to First L., then First', () => {
  expect(nameWays('Elizabeth Mwende')).toEqual(['Elizabeth Mwende', 'Elizabeth M.', 'Elizabeth'])
  expect(nameWays('Nyambura Gathoni Wekesa')[1]).toBe('Nyambura W.')
  expect(nameWays('Grace')).toEqual(['Grace'])
})

test('a service drops its length and then its last words', () => {
  expect(serviceWays('Swedish massage 60')).toEqual(['Swedish massage', 'Swedish'])
  expect(serviceWays('Reflexology 30')).toEqual(['Reflexology', 'Reflex.'])
})

test('an hour says name, service, time and room; a narrow one drops the room first', () => {
  expect(said(card, 140)).toEqual(['Elizabeth Mwende', 'Swedish massage', '09:15–10:15 · R1'])
  expect(said(card, 100)).toEqual(['Elizabeth M.', 'Swedish', '09:15–10:15'])
})

test('half an hour says its status instead of its service', () => {
  expect(said({ ...card, minutes: 30, status: { icon: 'check', word: 'Done' } }, 120)).toEqual(['Elizabeth M.', 'Done'])
})

test('marks give way to the last line of an hour, too; an hour and a half has room below', () => {
  const open: CardWords = { ...card, marks: ['woman'], via: { number: null, words: ['No one'] } }
  expect(cardText(open, 66, false, measure).marks).toEqual([])
  expect(cardText(open, 140, false, measure).marks).toEqual(['woman'])
  expect(cardText({ ...open, minutes: 90 }, 66, false, measure).marks).toEqual(['woman'])
})

test('marks give way to the last line of a short card', () => {
  const text = cardText({ ...card, minutes: 30, marks: ['pin', 'woman', 'note'], via: { number: 1, words: ['from Achieng'] } }, 125, false, measure)
  expect(text.marks).toEqual([])
})

test('nothing is wider than its card when a short enough way exists', () => {
  fc.assert(fc.property(fc.integer({ min: 60, max: 300 }), fc.string({ minLength: 1, maxLength: 30 }), (width, name) => {
    const ways = nameWays(name)
    const chosen = fit(ways, '', width, measure)
    if (ways.some((way) => measure(way) <= width)) expect(measure(chosen)).toBeLessThanOrEqual(width)
  }))
})

test('a card that says everything leaves nothing out; a narrow or marked one does', () => {
  const left = (words: CardWords, width: number) => leavesOut(words, cardText(words, width, false, measure))
  expect(left(card, 140)).toBe(false)
  expect(left(card, 100)).toBe(true)
  expect(left({ ...card, marks: ['note'] }, 300)).toBe(true)
  expect(left({ ...card, minutes: 30 }, 300)).toBe(true)
})

test('the lines of a card of any length fit between its borders', () => {
  // Of styles/card.css: lines, the padding above and below them, and the border.
  const padding = { m15: 0, m30: 1, m45: 3, m60: 5, m90: 5 }
  for (let minutes = 15; minutes <= 120; minutes += 5) {
    for (const status of [null, { icon: 'check', word: 'Done' } as const]) {
      const height = heightOf(minutes)
      const lines = cardText({ ...card, minutes, status }, 140, false, measure).lines
      const taken = lines.reduce((sum, line) => sum + (line.kind === 'name' && height !== 'm15' ? 16 : 14), 2 * padding[height] + 2)
      expect(taken, `${minutes} minutes`).toBeLessThanOrEqual(minutes * PPM - 2)
    }
  }
})
