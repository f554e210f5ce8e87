import { expect, test } from 'vitest'
import { attachmentDisposition } from './download.ts'

test.each([
  { because: 'a plain name', name: 'plan.pdf', header: `attachment; filename="plan.pdf"; filename*=UTF-8''plan.pdf` },
  {
    because: 'letters beyond ASCII',
    name: 'brev på norsk.txt',
    header: `attachment; filename="brev p_ norsk.txt"; filename*=UTF-8''brev%20p%C3%A5%20norsk.txt`,
  },
  {
    because: 'what ends a value or begins another',
    name: `a";filename="b'(1)*.html`,
    header: `attachment; filename="a__filename=_b'(1)*.html"; filename*=UTF-8''a%22%3Bfilename%3D%22b%27%281%29%2A.html`,
  },
  {
    because: 'a line break',
    name: 'a\r\nSet-Cookie: b=c.txt',
    header: `attachment; filename="a__Set-Cookie: b=c.txt"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20b%3Dc.txt`,
  },
  {
    because: 'half a character, which no UTF-8 has',
    name: 'a\ud83d.txt',
    header: `attachment; filename="a_.txt"; filename*=UTF-8''a%EF%BF%BD.txt`,
  },
])('abuse-16 the name of a download: $because', ({ name, header }) => {
  expect(attachmentDisposition(name)).toBe(header)
})
