import { Search, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { t } from '../labels/labels.ts'
import { Avatar } from './avatar.tsx'
import { IconButton } from './button.tsx'
import styles from './people-picker.module.css'
import { matchesQuery } from './select.tsx'

export type Pickable = {
  kind: 'user' | 'team'
  id: string
  name: string
  /** Under the name: an address, or who is in the team. */
  detail: string
  /** Drawn at the right of a chosen row. */
  badge?: ReactNode
  /** Why this one cannot be picked. It stays in the list, last, so that nobody looks for it in vain. */
  reason?: string
}

type PeoplePickerProps = {
  label: string
  placeholder: string
  all: readonly Pickable[]
  chosen: readonly Pickable[]
  onAdd: (one: Pickable) => void
  onRemove: (one: Pickable) => void
}

const keyOf = (one: Pickable) => `${one.kind}-${one.id}`

/** Users and teams in one list: a search field that offers who is not chosen yet, and below it the chosen. */
export function PeoplePicker({ label, placeholder, all, chosen, onAdd, onRemove }: PeoplePickerProps) {
  const id = useId()
  const [query, setQuery] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [activeIndex, setActiveIndex] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const taken = new Set(chosen.map(keyOf))
  const offered = all
    .filter((one) => !taken.has(keyOf(one)) && matchesQuery(`${one.name} ${one.detail}`, query))
    .toSorted((a, b) => Number(a.reason !== undefined) - Number(b.reason !== undefined))
  const active = offered[Math.min(activeIndex, offered.length - 1)]

  const add = (one: Pickable | undefined) => {
    if (!one || one.reason !== undefined) return
    onAdd(one)
    setQuery('')
    setActiveIndex(0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActiveIndex(Math.max(0, Math.min(offered.length - 1, activeIndex + (isOpen ? step : 0))))
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault()
      add(active)
    } else if (event.key === 'Escape' && isOpen) {
      event.stopPropagation()
      event.preventDefault()
      setOpen(false)
    }
  }

  return (
    <div className={styles.picker}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.place}>
        <div className={styles.frame}>
          <Search size={14} strokeWidth={1.75} aria-hidden />
          <input
            ref={field}
            id={id}
            type="text"
            role="combobox"
            aria-expanded={isOpen}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={isOpen && active ? `${id}-${keyOf(active)}` : undefined}
            autoComplete="off"
            placeholder={placeholder}
            className={styles.input}
            value={query}
            onFocus={() => setOpen(true)}
            onClick={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onChange={(event) => {
              setQuery(event.target.value)
              setActiveIndex(0)
              setOpen(true)
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        {isOpen && (
          <div id={`${id}-list`} role="listbox" aria-label={label} tabIndex={-1} className={styles.list}>
            {offered.map((one, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys arrive at the field, which names it active
              <div
                key={keyOf(one)}
                id={`${id}-${keyOf(one)}`}
                role="option"
                tabIndex={-1}
                aria-label={one.name}
                aria-description={one.reason ?? one.detail}
                aria-disabled={one.reason !== undefined || undefined}
                aria-selected={false}
                data-active={one === active || undefined}
                className={styles.option}
                onPointerMove={() => setActiveIndex(index)}
                // The field keeps the focus, so that several can be added one after the other.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => add(one)}
              >
                <Face one={one} size={28} />
                <span className={styles.text}>
                  <span className="ellipsis">{one.name}</span>
                  <span className={styles.detail}>{one.reason ?? one.detail}</span>
                </span>
              </div>
            ))}
            {offered.length === 0 && (
              <p className={styles.none}>{query ? t('ui.noMatch', { query }) : t('ui.allChosen')}</p>
            )}
          </div>
        )}
      </div>
      {chosen.length > 0 && (
        <ul className={styles.chosen} aria-label={label}>
          {chosen.map((one) => (
            <li key={keyOf(one)} className={styles.row}>
              <Face one={one} size={32} />
              <span className={styles.text}>
                <span className={styles.name}>{one.name}</span>
                <span className={styles.detail}>{one.detail}</span>
              </span>
              {one.badge}
              <IconButton
                label={t('ui.removeName', { name: one.name })}
                icon={X}
                size="sm"
                onClick={() => {
                  onRemove(one)
                  field.current?.focus()
                }}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Face({ one, size }: { one: Pickable; size: 28 | 32 }) {
  return (
    <Avatar
      id={one.kind === 'team' ? `team-${one.id}` : one.id}
      name={one.name}
      size={size}
      isTeam={one.kind === 'team'}
    />
  )
}
