import { t, tx } from '../labels/labels.ts'
import styles from './two-bubbles.module.css'

/** The mark, large: a customer's words, an agent's words, and the conversation where they overlap. Decoration only. */
export function TwoBubbles() {
  const lines = [
    { x: 120, texts: [t('signIn.customer1'), t('signIn.customer2'), t('signIn.customer3')] },
    { x: 504, texts: [t('signIn.agent1'), t('signIn.agent2'), t('signIn.agent3')] },
  ]
  return (
    <>
      <svg className={styles.picture} viewBox="0 0 780 560" aria-hidden="true">
        <path className={styles.theirs} d="M265 70a200 200 0 1 1-96 375.5L86 494l18-98A200 200 0 0 1 265 70z" />
        <path className={styles.ours} d="M515 70a200 200 0 1 0 96 375.5L694 494l-18-98A200 200 0 0 0 515 70z" />
        <path className={styles.shared} d="M390 105.6a207 207 0 0 1 0 328.8a207 207 0 0 1 0-328.8z" />
        {lines.map(({ x, texts }) =>
          texts.map((text, line) => (
            <text key={`${x}-${text}`} className={styles.words} x={x} y={256 + 26 * line}>
              {text}
            </text>
          )),
        )}
      </svg>
      <p className={styles.definition}>
        {tx('signIn.definition', { word: <b>samtale</b>, first: <b>sam</b>, second: <b>tale</b> })}
      </p>
    </>
  )
}
