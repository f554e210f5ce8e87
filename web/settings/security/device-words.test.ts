import { expect, test } from 'vitest'
import { deviceOf } from './device-words.ts'

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'

test.each([
  {
    because: 'Chrome calls itself Safari',
    userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/148.0.0.0 Safari/537.36`,
    device: 'Chrome Windows',
  },
  {
    because: 'Edge calls itself Chrome',
    userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/148.0.0.0 Safari/537.36 Edg/148.0.0.0`,
    device: 'Edge Windows',
  },
  {
    because: 'Firefox names its system',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0',
    device: 'Firefox Linux',
  },
  {
    because: 'Safari on a Mac',
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15',
    device: 'Safari macOS',
  },
  {
    because: 'an iPhone is like a Mac',
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
    device: 'Safari iPhone phone',
  },
  {
    because: 'Android is a Linux',
    userAgent: `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/148.0.0.0 Mobile Safari/537.36`,
    device: 'Chrome Android phone',
  },
  { because: 'a program is no device', userAgent: 'curl/8.12.1', device: null },
  { because: 'nothing is no device', userAgent: '', device: null },
])('$because', ({ userAgent, device }) => {
  const found = deviceOf(userAgent)
  expect(found && [found.browser, found.system, ...(found.isPhone ? ['phone'] : [])].join(' ')).toBe(device)
})
