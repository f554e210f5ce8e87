import { expect, test } from 'vitest'
import { fillTokens, signatureImageIds, unknownTokens } from './signature.ts'

test.each([
  {
    because: 'three tokens',
    html: '{{full_name}}|{{ first_name }}|{{last_name}}',
    name: 'Kari Anne Solheim',
    is: 'Kari Anne Solheim|Kari Anne|Solheim',
  },
  { because: 'one word has no last name', html: '{{first_name}}|{{last_name}}|', name: 'Elif', is: 'Elif||' },
  {
    because: 'markup is text',
    html: '<p>{{full_name}}</p>',
    name: '<img src=x onerror=y> & "Co"',
    is: '<p>&lt;img src=x onerror=y&gt; &amp; &quot;Co&quot;</p>',
  },
  {
    because: 'a name that looks like a token is a name',
    html: '{{full_name}}',
    name: '{{last_name}} {{full_name}}',
    is: '{{last_name}} {{full_name}}',
  },
  { because: 'a replacement pattern is a name', html: '{{full_name}}', name: "$& $1 $'", is: '$&amp; $1 $&#39;' },
  {
    because: 'letters of everywhere',
    html: '{{last_name}}, {{first_name}}',
    name: 'Øyvind 王小明',
    is: '王小明, Øyvind',
  },
  { because: 'joined signs stay joined', html: '{{full_name}}', name: 'Kari 👩‍🔧', is: 'Kari 👩‍🔧' },
  {
    because: 'abuse-22 no line is broken',
    html: '{{full_name}}',
    name: 'Kari\r\nBcc: x\u2028y\u0000',
    is: 'Kari Bcc: x y',
  },
  {
    because: 'abuse-22 nothing turns the text round',
    html: '{{full_name}}',
    name: 'Kari \u202egnp.exe',
    is: 'Kari gnp.exe',
  },
  { because: 'what nobody knows stays', html: '{{phone}} {{full_name}}', name: 'Kari', is: '{{phone}} Kari' },
])('S20 tokens: $because', ({ html, name, is }) => {
  expect(fillTokens(html, name)).toBe(is)
})

test('S20 unknown tokens are named, pictures are found once each', () => {
  expect(unknownTokens('{{full_name}} {{ phone }} {{Full_Name}} {{}}')).toEqual([
    '{{ phone }}',
    '{{Full_Name}}',
    '{{}}',
  ])
  const id = '0198f0c2-51b6-7c1e-9d0a-2b7f3f0f6a11'
  const image = `<img data-cid="signature-${id}">`
  expect(signatureImageIds(`${image}<img data-cid="logo">${image}`)).toEqual([id])
})
