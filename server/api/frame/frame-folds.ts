import { foldLabels } from '../../../shared/fold-labels.ts'
import { foldHtml } from '../../mail/fold-html.ts'
import type { FrameLanguage } from './frame-words.ts'

/**
 * Quotes and signatures of a mail fold in their place, behind a small key that needs no script. Its class is none that a
 * mail can have; printed, everything is open.
 */
export function foldedBody(html: string, language: FrameLanguage): string {
  return foldHtml(html, {
    open: (kind) => {
      const label = foldLabels[language][kind]
      return `<details class="samtale-fold" style="${shown};display:block!important"><summary style="${shown};display:inline-block!important" aria-label="${label}" title="${label}">…</summary>`
    },
    close: '</details>',
  })
}

/** No style sheet of the mail hides the key. */
const shown = 'visibility:visible!important;opacity:1!important;position:relative!important'

export const foldStyle = `
.samtale-fold{display:block;margin:6px 0;text-align:start}
.samtale-fold>summary{display:inline-block;position:relative;box-sizing:border-box;min-width:30px;height:18px;padding:0 7px;border-radius:9px;background:color-mix(in srgb,currentColor 11%,transparent);color:inherit;font:700 14px/10px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;text-align:center;list-style:none;cursor:pointer;user-select:none}
.samtale-fold>summary::-webkit-details-marker{display:none}
.samtale-fold>summary::after{content:"";position:absolute;inset:-6px}
.samtale-fold>summary:hover{background:color-mix(in srgb,currentColor 20%,transparent)}
.samtale-fold>summary:focus-visible{outline:2px solid currentColor;outline-offset:2px}
.samtale-fold[open]>summary{margin-bottom:8px}
@media (pointer:coarse){.samtale-fold>summary{min-width:44px;height:24px;border-radius:12px;line-height:16px}.samtale-fold>summary::after{inset:-10px 0}}
@media print{.samtale-fold>summary{display:none}.samtale-fold::details-content{content-visibility:visible;block-size:auto}}`
