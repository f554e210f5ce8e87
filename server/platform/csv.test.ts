import { expect, test } from 'vitest'
import { csvRow } from './csv.ts'

test.each<{ because: string; cell: string | number | null; written: string }>([
  { because: 'plain text', cell: 'Kari Solheim', written: 'Kari Solheim' },
  { because: 'nothing', cell: null, written: '' },
  { because: 'a number is one, also below zero', cell: -5, written: '-5' },
  { because: 'a comma and quotes are quoted', cell: 'Solvik "Varme", AS', written: '"Solvik ""Varme"", AS"' },
  { because: 'a formula', cell: '=1+1', written: `"'=1+1"` },
  { because: 'a call', cell: '@SUM(A1)', written: `"'@SUM(A1)"` },
  { because: 'a sign', cell: '+47 22 33 44 55', written: `"'+47 22 33 44 55"` },
  { because: 'a minus', cell: '-1', written: `"'-1"` },
  { because: 'a tab before it', cell: '\t=1', written: `"'\t=1"` },
  { because: 'a return before it', cell: '\r=1', written: `"'\r=1"` },
  { because: 'spaces before it', cell: '  =1', written: `"'  =1"` },
  { because: 'in the wide form', cell: '＝1', written: `"'＝1"` },
  { because: 'a cell that ends itself', cell: 'a","=1', written: '"a"",""=1"' },
])('abuse-43 $because', ({ cell, written }) => {
  expect(csvRow([cell, 1])).toBe(`${written},1\r\n`)
})
