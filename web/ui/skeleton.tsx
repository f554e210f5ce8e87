import { type ReactNode, useEffect, useState } from 'react'
import styles from './skeleton.module.css'

const delayMs = 150

/** Shows its children only when the wait lasts longer than 150 ms, so that quick answers do not flicker. */
export function Delayed({ children }: { children: ReactNode }) {
  const [isDue, setDue] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), delayMs)
    return () => clearTimeout(timer)
  }, [])
  return isDue ? children : null
}

/** A grey bar in the place of a line of text. `width` is CSS. */
export function Skeleton({ width, isFaint = false }: { width: string; isFaint?: boolean }) {
  return <span className={isFaint ? styles.faint : styles.bar} style={{ width }} aria-hidden="true" />
}

/** Rows in the shape of the conversation list. */
export function SkeletonRows({ count }: { count: number }) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: count }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <div className={styles.row} key={i}>
          <span className={styles.disc} />
          <div>
            <Skeleton width={`${40 + ((i * 17) % 24)}%`} />
            <Skeleton width={`${62 + ((i * 13) % 22)}%`} />
            <Skeleton width={`${70 + ((i * 11) % 25)}%`} isFaint />
          </div>
        </div>
      ))}
    </div>
  )
}
