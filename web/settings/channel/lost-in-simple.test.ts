import { expect, test } from 'vitest'
import { isLostInSimple } from './lost-in-simple.ts'

test.each([
  { because: 'words', html: '<p>Kari<br>Solheim</p>', isLost: false },
  {
    because: 'all that the toolbar writes',
    html: '<p><strong>a</strong><em>b</em><u>c</u><a href="https://solvik.example" target="_blank" rel="noopener noreferrer nofollow">d</a></p><ul><li><p>e</p></li></ul>',
    isLost: false,
  },
  { because: 'a colour', html: '<p><span style="color:rgb(27, 108, 168)">{{full_name}}</span></p>', isLost: false },
  { because: 'an uploaded picture', html: '<img data-cid="signature-1" alt="a > b" width="60">', isLost: false },
  { because: 'words that look like a tag’s', html: '<p>a &lt;table&gt;</p>', isLost: false },
  { because: 'a table', html: '<table><tbody><tr><td>Kari</td></tr></tbody></table>', isLost: true },
  { because: 'a heading', html: '<H1>Solvik</H1>', isLost: true },
  { because: 'a size', html: '<p><span style="color:red;font-size:18px">Solvik</span></p>', isLost: true },
  { because: 'an alignment', html: '<p align="center">Solvik</p>', isLost: true },
  { because: 'a picture from the web', html: '<img data-remote="https://solvik.example/logo.png">', isLost: true },
])('S20 Simple keeps what it can: $because', ({ html, isLost }) => expect(isLostInSimple(html)).toBe(isLost))
