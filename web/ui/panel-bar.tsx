import styles from './panel-bar.module.css'

/** The bar at the head of a column that lists something: what, and how many; null where that is not known. */
export function PanelBar({ level, title, count }: { level: 1 | 2; title: string; count: number | null }) {
  const Heading = `h${level}` as const
  return (
    <header className={styles.bar}>
      <Heading className={styles.title}>{title}</Heading>
      {count !== null && (
        <span className={styles.count} aria-hidden="true">
          {count.toLocaleString()}
        </span>
      )}
    </header>
  )
}
