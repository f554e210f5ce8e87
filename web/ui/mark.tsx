import styles from './mark.module.css'

/** The two bubbles; the overlap is the conversation. */
export function Mark({ height = 20 }: { height?: number }) {
  return (
    <svg width={height * 1.3} height={height} viewBox="0 0 32 24" aria-hidden="true" className={styles.mark}>
      <path className={styles.mine} d="M12 2a9 9 0 1 1-4.2 16.96L3.6 21.6l.9-4.9A9 9 0 0 1 12 2z" />
      <path className={styles.theirs} d="M20 2a9 9 0 1 0 4.2 16.96l4.2 2.64-.9-4.9A9 9 0 0 0 20 2z" />
      <path className={styles.shared} d="M16 2.94a9 9 0 0 1 0 16.12 9 9 0 0 1 0-16.12z" />
    </svg>
  )
}
