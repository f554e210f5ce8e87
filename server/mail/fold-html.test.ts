import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldHtml, visibleHtml } from './fold-html.ts'
import { sanitiseHtml } from './sanitise-html.ts'

const folded = (html: string) =>
  foldHtml(sanitiseHtml(html), { open: (kind) => `<details data-kind="${kind}">`, close: '</details>' })
const visible = (html: string) => visibleHtml(sanitiseHtml(html))

describe('folds stand in their place, and elements that they begin or end in are divided', () => {
  test.each([
    {
      because: 'nothing folds',
      html: '<div>Hi</div><blockquote>said the manual</blockquote><div>but no</div>',
      want: '<div>Hi</div><blockquote>said the manual</blockquote><div>but no</div>',
      rest: '<div>Hi</div><blockquote>said the manual</blockquote><div>but no</div>',
    },
    {
      because: 'a quote beside the answer',
      html: '<div>Hi</div><br><div class="gmail_quote">Am 3.3.2026 schrieb Kari:<blockquote>Old</blockquote></div>',
      want: '<div>Hi</div><details data-kind="quote"><br /><div data-quote="around">Am 3.3.2026 schrieb Kari:<blockquote>Old</blockquote></div></details>',
      rest: '<div>Hi</div>',
    },
    {
      because: 'a quote that begins within the paragraph of the answer',
      html: '<p style="color:red">Hi<br>26.06.2026, 14:41, "Kari" &lt;kari@solvik.example&gt;:</p><blockquote>Old</blockquote>',
      want: '<p style="color:red">Hi</p><details data-kind="quote"><p style="color:red"><br />26.06.2026, 14:41, "Kari" &lt;kari@solvik.example&gt;:</p><blockquote>Old</blockquote></details>',
      rest: '<p style="color:red">Hi</p>',
    },
    {
      because: 'rows of a table',
      html: '<table><tr><td>Hi</td></tr><tr><td>-----Original Message-----</td></tr><tr><td>Old</td></tr></table>',
      want: '<table><tr><td>Hi</td></tr></table><details data-kind="quote"><table><tr><td>-----Original Message-----</td></tr><tr><td>Old</td></tr></table></details>',
      rest: '<table><tr><td>Hi</td></tr></table>',
    },
    {
      because: 'within a cell',
      html: '<table><tr><td>Hi<div class="gmail_signature">Kari</div></td><td>side</td></tr></table>',
      want: '<table><tr><td>Hi<details data-kind="signature"><div data-signature>Kari</div></details></td><td>side</td></tr></table>',
      rest: '<table><tr><td>Hi</td><td>side</td></tr></table>',
    },
    {
      because: 'lines of a text that keeps its breaks',
      html: '<pre>Hi\n\n-- \nKari &amp; Co</pre>',
      want: '<pre>Hi\n\n<details data-kind="signature">-- \nKari &amp; Co</details></pre>',
      rest: '<pre>Hi\n\n</pre>',
    },
    {
      because: 'an answer below, and its signature',
      html: '<div class="gmail_quote">On 3 Mar 2026 Kari wrote:<blockquote>Old</blockquote><div>New</div></div><div class="gmail_signature">Ingrid</div>',
      want: '<details data-kind="quote"><div data-quote="around">On 3 Mar 2026 Kari wrote:<blockquote>Old</blockquote></div></details><div data-quote="around"><div>New</div></div><details data-kind="signature"><div data-signature>Ingrid</div></details>',
      rest: '<div data-quote="around"><div>New</div></div>',
    },
    {
      because: 'a picture below the quote is no part of it',
      html: '<p>Hi</p><blockquote type="cite">Old</blockquote><p><img src="cid:photo"></p>',
      want: '<p>Hi</p><details data-kind="quote"><blockquote type="cite" data-quote>Old</blockquote></details><p><img data-cid="photo" /></p>',
      rest: '<p>Hi</p><p><img data-cid="photo" /></p>',
    },
    {
      because: 'what was passed on stays open, and is not what its sender wrote',
      html: '<p>FYI</p><p>---------- Forwarded message ---------</p><p>Old</p>',
      want: '<p>FYI</p><p>---------- Forwarded message ---------</p><p>Old</p>',
      rest: '<p>FYI</p>',
    },
  ])('$because', ({ html, want, rest }) => {
    expect(folded(html)).toBe(want)
    expect(visible(html)).toBe(rest)
  })
})

const words = fc.constantFrom(
  'Hi',
  'Passer torsdag?',
  'On Tue, 3 Mar 2026 at 10:12, Kari &lt;kari@solvik.example&gt; wrote:',
  '-----Original Message-----',
  'Sent from my iPhone',
  '-- ',
  'Fra: Kari<br>Sendt: 3. mars 2026<br>Emne: Hei',
  '<img src="cid:a">',
  '<hr>',
)
const containers = fc.constantFrom(
  '<div>',
  '<p>',
  '<span style="color:red">',
  '<b>',
  '<blockquote>',
  '<blockquote type="cite">',
  '<div class="gmail_quote">',
  '<div class="gmail_signature">',
  '<div id="divRplyFwdMsg">',
  '<table><tr><td>',
  '<ul><li>',
  '<a href="https://solvik.example">',
  '<pre>',
)
const { html: anyHtml } = fc.letrec<{ html: string; node: string }>((tie) => ({
  html: fc.array(tie('node'), { maxLength: 5 }).map((nodes) => nodes.join('<br>')),
  node: fc.oneof({ maxDepth: 6 }, words, fc.tuple(containers, tie('html')).map(wrap)),
}))

function wrap([open, content]: [string, string]): string {
  const names = [...open.matchAll(/<([a-z]+)/g)].map(([, name]) => `</${name}>`)
  return `${open}${content}${names.reverse().join('')}`
}

test('whatever the mail: every word stays, in order and once, and every element is closed where it was opened', () => {
  fc.assert(
    fc.property(anyHtml, (html) => {
      const clean = sanitiseHtml(html)
      const result = folded(html)
      expect(wordsOf(result)).toBe(wordsOf(clean))
      expect([unbalanced(clean), unbalanced(result), unbalanced(visible(html))]).toEqual([null, null, null])
      expect(result).not.toMatch(/<(?:table|tbody|tr|ul|ol)[^>]*><details/)
    }),
    { numRuns: 500 },
  )
})

const wordsOf = (html: string) =>
  html
    .replace(/<(?!img)[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** The first tag that closes what is not open, or what remains open. */
function unbalanced(html: string): string | null {
  const open: string[] = []
  for (const [tag, slash, name = ''] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
    if (['br', 'hr', 'img'].includes(name)) continue
    if (slash === '') open.push(name)
    else if (open.pop() !== name) return tag
  }
  return open.at(-1) ?? null
}

test.each([
  { because: 'many quotes answered in turn', html: '<blockquote type="cite">q</blockquote>a'.repeat(5_000) },
  {
    because: 'many signatures in long styles',
    html: `${`<div style="color:red;${'margin:1px;'.repeat(50)}">`.repeat(150)}Hi${'<span class="gmail_signature">s</span><br>t<br>'.repeat(2_000)}`,
  },
  {
    because: 'quotations with nothing new between them',
    html: `Hi${'<blockquote>q</blockquote>Sent from my iPhone<br>'.repeat(5_000)}`,
  },
  { because: 'a deep nest', html: `${'<div>'.repeat(900)}Hi<br>-- <br>K${'</div>'.repeat(900)}` },
])('abuse-14 $because cost no more than their length', ({ html }) => {
  const clean = sanitiseHtml(html)
  expect(folded(html).length).toBeLessThan(clean.length * 2 + 250_000)
  expect(visible(html).length).toBeLessThan(clean.length + 250_000)
})
