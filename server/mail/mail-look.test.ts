import { describe, expect, test } from 'vitest'
import { hasOwnGround, lookOf, readableOnDark, styleFor } from './mail-look.ts'

describe('which mails lie on a light island in the dark', () => {
  test.each([
    { because: 'plain words', html: '<p>Hei</p>', look: 'letter' },
    { because: 'black on white', html: '<div style="background:white;color:black">x</div>', look: 'letter' },
    {
      because: 'nearly white',
      html: '<table bgcolor="#FFFFFF"><td style="background-color:rgb(250, 250, 250)">x</td></table>',
      look: 'letter',
    },
    {
      because: 'a signature with a logo',
      html: '<p>x</p><table><tbody><tr><td><img data-cid="logo" /></td></tr></tbody></table>',
      look: 'letter',
    },
    { because: 'text that speaks of colours', html: '<p>bgcolor="#123456" background:#123</p>', look: 'letter' },
    { because: 'a tinted table', html: '<table bgcolor="#f0f0f0"></table>', look: 'designed' },
    { because: 'a tinted cell', html: '<td style="padding:1px;background-color:navy">x</td>', look: 'designed' },
    { because: 'a tint that nobody knows', html: '<td style="background:papayawhip">x</td>', look: 'designed' },
    { because: 'a tint in a style sheet', style: '.m-a{background:#0a0a0a}', look: 'designed' },
    { because: 'a design for narrow screens', style: '@media (max-width:600px){.m-a{width:100%}}', look: 'designed' },
    { because: 'a picture behind', html: '<td data-background="https://p.example/">x</td>', look: 'designed' },
    {
      because: 'tables as layout',
      html: '<table><table><table><img data-remote="https://p.example/" />',
      look: 'designed',
    },
    {
      because: 'a dark form of its own',
      html: '<td bgcolor="#eee">x</td>',
      style: '@media (prefers-color-scheme:dark){.m-a{background:#000!important;color:#fff}}',
      look: 'dark',
    },
    {
      because: 'half a dark form',
      html: '<td bgcolor="#eee">x</td>',
      style: '@media (prefers-color-scheme:dark){.m-a{display:none}}',
      look: 'designed',
    },
  ])('$because: $look', ({ html = '', style = '', look }) => expect(lookOf(html, style)).toBe(look))
})

test.each([
  {
    because: 'greys are the page’s',
    html: '<p style="color:#222222;font-size:12px">x</p>',
    want: '<p style="color:inherit;font-size:12px">x</p>',
  },
  {
    because: 'colours become lighter',
    html: '<p style="color:#1F497D">x</p><font color="navy">x</font>',
    want: '<p style="color:#8eb8eb">x</p><font color="#8e8eeb">x</font>',
  },
  { because: 'light colours stay', html: '<p style="color:#ffcc99">x</p>', want: '<p style="color:#ffcc99">x</p>' },
  {
    because: 'paper goes',
    html: '<td bgcolor="#fff" style="background:white;color:windowtext">x</td>',
    want: '<td style=";color:inherit">x</td>',
  },
  {
    because: 'a font’s black goes',
    html: '<font color="#000000" face="Arial">x</font>',
    want: '<font face="Arial">x</font>',
  },
  {
    because: 'rules do not glare',
    html: '<td style="border-bottom:1px solid #eee;border-left:2px solid navy;border-style:solid">x</td>',
    want: '<td style="border-bottom:1px solid #3b434d;border-left:2px solid navy;border-style:solid">x</td>',
  },
  {
    because: 'text that speaks of colours stays',
    html: '<p>{color:black} "color:black"</p>',
    want: '<p>{color:black} "color:black"</p>',
  },
])('a letter in the dark: $because', ({ html, want }) => expect(readableOnDark(html, '').html).toBe(want))

test('a style sheet in the dark, and by the theme of the page', () => {
  const style = 'p{margin:0;color:windowtext;background:white}\na:link{color:#0563C1}'
  expect(readableOnDark('', style).style).toBe('p{margin:0;color:inherit;}\na:link{color:#8ebdeb}')
  const media = '@media (prefers-color-scheme:dark){p{color:red}}@media (prefers-color-scheme:light){p{color:blue}}'
  expect(styleFor(media, 'light')).toBe('@media (max-width:0px){p{color:red}}@media (min-width:0px){p{color:blue}}')
})

test.each([
  {
    because: 'a body in colour',
    html: '<div style="background-color:#101014" data-body>x</div>',
    style: '',
    own: true,
  },
  {
    because: 'a style sheet’s',
    html: '<div data-body>x</div>',
    style: '[data-body]{margin:0;background:#eee}',
    own: true,
  },
  { because: 'white paper', html: '<div style="background-color:#fff" data-body>x</div>', style: '', own: false },
  { because: 'a table’s alone', html: '<table style="background-color:#101014"></table>', style: '', own: false },
])('$because', ({ html, style, own }) => expect(hasOwnGround(html, style)).toBe(own))
