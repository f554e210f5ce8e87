import { expect, test } from 'vitest'
import { cleanFilename, uniqueFilenames } from './attachment-name.ts'

test.each([
  { name: 'tilbud æøå.pdf', want: 'tilbud æøå.pdf' },
  { name: '../../etc/passwd', want: 'passwd' },
  { name: 'C:\\Users\\kari\\tilbud.pdf', want: 'tilbud.pdf' },
  { name: '/etc/cron.d/x', want: 'x' },
  { name: 'a\0.pdf', want: 'a.pdf' },
  { name: 'a\r\nb.pdf', want: 'ab.pdf' },
  { name: '.htaccess', want: 'htaccess' },
  { name: '\u200b.htaccess', want: 'htaccess' },
  { name: 'regning\u202efdp.exe', want: 'regningfdp.exe' },
  { name: 'CON', want: '_CON' },
  { name: 'nul.txt', want: '_nul.txt' },
  { name: 'console.txt', want: 'console.txt' },
  { name: 'a<b>:"|?*.txt', want: 'a_b______.txt' },
  { name: 'trailing. . ', want: 'trailing' },
  { name: '....', want: 'attachment.png' },
  { name: '', want: 'attachment.png' },
  { name: 'con.tar.gz', want: '_con.tar.gz' },
  { name: 'COM¹', want: '_COM¹' },
  { name: 'LPT9 .txt', want: '_LPT9 .txt' },
  { name: 'CONOUT$', want: '_CONOUT$' },
  { name: '\u202e\u2066gpj.exe', want: 'gpj.exe' },
  { name: '\u200b\u200b', want: 'attachment.png' },
  { name: `${'a'.repeat(195)}     b.pdf`, want: `${'a'.repeat(195)}.pdf` },
  { name: `${' '.repeat(5_000)}a.pdf`, want: 'a.pdf' },
  { name: `${'å'.repeat(5_000)}.pdf`, want: `${'å'.repeat(196)}.pdf` },
])('abuse-16 $want', ({ name, want }) => expect(cleanFilename(name, 'image/png')).toBe(want))

test('the same name twice is told apart, case aside', () => {
  expect(uniqueFilenames(['a.pdf', 'A.pdf', 'a (2).pdf', 'b'])).toEqual(['a.pdf', 'A (2).pdf', 'a (2) (2).pdf', 'b'])
})
