import { Check, ChevronDown } from 'lucide-react'
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import { t } from '../labels/labels.ts'
import { classNames } from './class-names.ts'
import { ariaKeys } from './keycap.tsx'
import { usePopover } from './popover.ts'
import styles from './select.module.css'

export type SelectOption = {
  value: string
  label: string
  hint?: string
  /** Drawn before the label, for example an avatar. */
  leading?: ReactNode
}

type SelectProps = {
  label: string
  value: string
  options: SelectOption[]
  onSelect: (value: string) => void
  /** What the closed control shows; the chosen option's label when absent. */
  children?: ReactNode
  /** Asks for a search field above the options; from eight options on there is one anyhow. */
  hasSearch?: boolean
  searchLabel?: string
  keys?: string
  className?: string | undefined
  handle?: Ref<SelectHandle>
}
export type SelectHandle = { open: () => void }

const searchFrom = 8

/** One of several, as a combobox with a popup listbox (ARIA "select-only", with a search field when the list is long). */
export function Select(props: SelectProps) {
  const { label, value, options, onSelect, children, hasSearch = false, searchLabel, keys, className, handle } = props
  const listId = useId()
  const popover = usePopover()
  const [query, setQuery] = useState('')
  const [activeIndex, setActiveIndex] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const isSearchable = hasSearch || options.length >= searchFrom
  const found = query ? options.filter((option) => matches(option, query)) : options
  const active = found[Math.min(activeIndex, found.length - 1)]

  const open = () => {
    setQuery('')
    setActiveIndex(
      Math.max(
        0,
        options.findIndex((option) => option.value === value),
      ),
    )
    popover.open()
  }
  useImperativeHandle(handle, () => ({ open }))
  useEffect(() => {
    if (popover.isOpen) popover.element.current?.querySelector<HTMLElement>('input, [role="listbox"]')?.focus()
  }, [popover.isOpen, popover.element])
  useEffect(() => {
    if (active) list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const choose = (option: SelectOption | undefined) => {
    if (!option) return
    popover.close()
    if (option.value !== value) onSelect(option.value)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const last = found.length - 1
    const next = {
      ArrowDown: Math.min(activeIndex + 1, last),
      ArrowUp: Math.max(activeIndex - 1, 0),
      Home: 0,
      End: last,
    }[event.key]
    if (next !== undefined && !(isSearchable && (event.key === 'Home' || event.key === 'End'))) {
      event.preventDefault()
      setActiveIndex(next)
    } else if (event.key === 'Enter' || (event.key === ' ' && !isSearchable)) {
      event.preventDefault()
      choose(active)
    } else if (event.key === 'Tab') popover.close()
  }
  const listProps = {
    'aria-controls': listId,
    'aria-activedescendant': active ? `${listId}-${active.value}` : undefined,
    onKeyDown,
  }

  return (
    <>
      <button
        ref={popover.triggerRef}
        type="button"
        role="combobox"
        aria-label={label}
        aria-haspopup="listbox"
        aria-expanded={popover.isOpen}
        aria-controls={listId}
        aria-keyshortcuts={ariaKeys(keys)}
        className={classNames(styles.trigger, className)}
        onClick={popover.isOpen ? popover.close : open}
        onKeyDown={(event) => {
          if (popover.isOpen || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
          event.preventDefault()
          open()
        }}
      >
        {children ?? <span className="ellipsis">{options.find((option) => option.value === value)?.label}</span>}
        <ChevronDown className={styles.chevron} size={12} strokeWidth={2.1} aria-hidden />
      </button>
      {popover.isOpen && (
        <div ref={popover.popoverRef} popover="auto" className={styles.popup}>
          {isSearchable && (
            <input
              type="search"
              className={styles.search}
              aria-label={searchLabel ?? t('ui.search')}
              placeholder={searchLabel ?? t('ui.search')}
              value={query}
              onChange={(event) => {
                setQuery(event.target.value)
                setActiveIndex(0)
              }}
              {...listProps}
            />
          )}
          <div
            ref={list}
            id={listId}
            role="listbox"
            aria-label={label}
            tabIndex={-1}
            className={styles.list}
            {...listProps}
          >
            {found.map((option) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys arrive at the list or the search field, which name it active
              <div
                key={option.value}
                id={`${listId}-${option.value}`}
                role="option"
                tabIndex={-1}
                aria-label={option.label}
                aria-description={option.hint}
                aria-selected={option.value === value}
                data-active={option === active || undefined}
                className={styles.option}
                onPointerMove={() => setActiveIndex(found.indexOf(option))}
                onClick={() => choose(option)}
              >
                {option.leading}
                <span className={styles.text}>
                  {option.label}
                  {option.hint && <span className={styles.hint}>{option.hint}</span>}
                </span>
                {option.value === value && <Check size={14} strokeWidth={1.9} aria-hidden />}
              </div>
            ))}
          </div>
          {found.length === 0 && <p className={styles.none}>{t('ui.noMatch', { query })}</p>}
        </div>
      )}
    </>
  )
}

const matches = (option: SelectOption, query: string) => matchesQuery(`${option.label} ${option.hint ?? ''}`, query)

/** Every word typed begins or stands in the text; case and accents aside, and `ae` finds `æ`. */
export function matchesQuery(text: string, query: string): boolean {
  const within = plain(text)
  return plain(query)
    .split(' ')
    .every((word) => within.includes(word))
}

function plain(text: string): string {
  return text
    .toLocaleLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll('å', 'a')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .trim()
}
