import { expect, test } from 'vitest'
import { sentenceIn } from './sentence'

test('a machine that failed speaks the language of the window', () => {
  const full = { code: 'failed', why: 'the disk is full', swahili: 'diski imejaa' }
  expect(sentenceIn(full, 'en')).toBe('the disk is full')
  expect(sentenceIn(full, 'sw')).toBe('diski imejaa')
})

test('whatever is thrown is a sentence and never an object', () => {
  expect(sentenceIn({ code: 'unknown', why: 'Hakuna miadi' }, 'sw')).toBe('Hakuna miadi')
  expect(sentenceIn(new Error('no line'), 'en')).toBe('no line')
  expect(sentenceIn('told before', 'sw')).toBe('told before')
})
