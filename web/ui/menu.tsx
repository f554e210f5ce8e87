import { Check, type LucideIcon } from 'lucide-react'
import { createContext, type KeyboardEvent, type ReactNode, type RefObject, useContext, useEffect } from 'react'
import { classNames } from './class-names.ts'
import { Keycap } from './keycap.tsx'
import styles from './menu.module.css'
import { usePopover } from './popover.ts'

const CloseMenu = createContext<() => void>(() => {})

export type TriggerProps = {
  ref: RefObject<HTMLButtonElement | null>
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  onClick: () => void
}

type MenuProps = {
  label: string
  /** Renders the button that opens it: spread the props on a `Button` or `IconButton`. */
  trigger: (props: TriggerProps) => ReactNode
  side?: 'bottom' | 'top' | 'right'
  align?: 'start' | 'end'
  children: ReactNode
}

/** A button that opens a menu. Arrow keys, Home, End and the first letter move; Enter chooses; Esc closes. */
export function Menu({ label, trigger, side = 'bottom', align = 'start', children }: MenuProps) {
  const popover = usePopover({ side, align })
  useEffect(() => {
    if (popover.isOpen) items(popover.element.current)[0]?.focus()
  }, [popover.isOpen, popover.element])
  return (
    <>
      {trigger({
        ref: popover.triggerRef,
        'aria-haspopup': 'menu',
        'aria-expanded': popover.isOpen,
        onClick: popover.isOpen ? popover.close : popover.open,
      })}
      {popover.isOpen && (
        <CloseMenu value={popover.close}>
          <div
            ref={popover.popoverRef}
            popover="auto"
            role="menu"
            tabIndex={-1}
            aria-label={label}
            className={styles.menu}
            onKeyDown={(event) => move(event, items(popover.element.current))}
          >
            {children}
          </div>
        </CloseMenu>
      )}
    </>
  )
}

type MenuItemProps = {
  icon?: LucideIcon
  keys?: string
  hint?: ReactNode
  /** Given for a choice among several (or, with `kind` switch, for on and off): a tick stands at what is chosen. */
  isChecked?: boolean
  kind?: 'choice' | 'switch'
  onSelect: () => void
  children: ReactNode
}

export function MenuItem({ icon: Icon, keys, hint, isChecked, kind = 'choice', onSelect, children }: MenuItemProps) {
  const close = useContext(CloseMenu)
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: aria-checked is there with the roles that have it only
    <button
      type="button"
      role={isChecked === undefined ? 'menuitem' : kind === 'switch' ? 'menuitemcheckbox' : 'menuitemradio'}
      aria-checked={isChecked}
      tabIndex={-1}
      className={styles.item}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
      onClick={() => {
        close()
        onSelect()
      }}
    >
      {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
      <span className={styles.text}>{children}</span>
      {hint && <span className={styles.hint}>{hint}</span>}
      {keys && <Keycap keys={keys} />}
      {isChecked && <Check size={16} strokeWidth={1.75} aria-hidden />}
    </button>
  )
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a menu
    <div role="group" aria-label={label} className={styles.group}>
      <div className={styles.groupLabel} aria-hidden="true">
        {label}
      </div>
      {children}
    </div>
  )
}

export function MenuSeparator() {
  return <hr className={styles.separator} />
}

/** A row of the menu that is no item, such as a line of text. */
export function MenuNote({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={classNames(styles.note, className)}>{children}</div>
}

function items(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]
}

function move(event: KeyboardEvent, all: HTMLElement[]) {
  const at = all.indexOf(document.activeElement as HTMLElement)
  const next = {
    ArrowDown: (at + 1) % all.length,
    ArrowUp: (at - 1 + all.length) % all.length,
    Home: 0,
    End: all.length - 1,
  }[event.key]
  const byLetter =
    next === undefined && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
      ? [...all.slice(at + 1), ...all.slice(0, at + 1)].find((item) =>
          item.textContent?.trim().toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase()),
        )
      : undefined
  const target = next === undefined ? byLetter : all[next]
  if (!target) return
  event.preventDefault()
  event.stopPropagation()
  target.focus()
}
