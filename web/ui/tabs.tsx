import { type KeyboardEvent, type ReactNode, useId } from 'react'
import styles from './tabs.module.css'

type Tab<T extends string> = { id: T; label: string; count?: number | undefined }

type TabsProps<T extends string> = {
  label: string
  tabs: readonly Tab<T>[]
  active: T
  onSelect: (id: T) => void
  /** `switch`: a few ways of showing one thing, close together. */
  look?: 'line' | 'switch'
  /** What stands at the other end of their row. */
  end?: ReactNode
  /** What the active tab shows. */
  children: ReactNode
}

/** Underlined tabs over their panel. Arrow keys, Home and End move and choose (ARIA: tabs with automatic activation). */
export function Tabs<T extends string>({ label, tabs, active, onSelect, look = 'line', end, children }: TabsProps<T>) {
  const id = useId()
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = tabs.findIndex((tab) => tab.id === active)
    const next = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key]
    const tab = next === undefined ? undefined : tabs[next]
    if (!tab) return
    event.preventDefault()
    onSelect(tab.id)
    event.currentTarget.querySelector<HTMLElement>(`[id="${id}-${tab.id}"]`)?.focus()
  }
  return (
    <>
      <div className={look === 'switch' ? styles.switchRow : undefined}>
        <div
          role="tablist"
          aria-label={label}
          tabIndex={-1}
          className={look === 'switch' ? styles.switch : styles.tabs}
          onKeyDown={onKeyDown}
        >
          {tabs.map((tab) => (
            <button
              key={tab.id}
              id={`${id}-${tab.id}`}
              type="button"
              role="tab"
              aria-selected={tab.id === active}
              aria-controls={`${id}-panel`}
              aria-label={tab.label}
              tabIndex={tab.id === active ? 0 : -1}
              className={look === 'switch' ? styles.segment : styles.tab}
              onClick={() => onSelect(tab.id)}
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className={styles.count} aria-hidden="true">
                  {tab.count.toLocaleString()}
                </span>
              )}
            </button>
          ))}
        </div>
        {end}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${active}`}
        className={look === 'switch' ? undefined : styles.panel}
      >
        {children}
      </div>
    </>
  )
}
