import type { LucideIcon } from 'lucide-react'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names.ts'
import { ariaKeys, Keycap } from './keycap.tsx'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'soft' | 'ghost' | 'danger' | 'comment' | 'link'
type Size = 'sm' | 'md' | 'lg'

type ButtonProps = Omit<ComponentPropsWithRef<'button'>, 'type'> & {
  variant?: ButtonVariant
  size?: Size
  icon?: LucideIcon
  /** A shortcut that does the same, as `Keycap` takes it; shown and told to screen readers. */
  keys?: string | undefined
  /** The label stays and the spinner takes the icon's place, so the width does not jump. */
  isLoading?: boolean
  type?: 'button' | 'submit'
  children: ReactNode
}

export function Button({
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  keys,
  isLoading = false,
  type = 'button',
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classNames(styles.button, styles[variant], styles[size], className)}
      aria-keyshortcuts={ariaKeys(keys)}
      aria-busy={isLoading || undefined}
      onClick={isLoading ? (event) => event.preventDefault() : onClick}
    >
      {isLoading ? (
        <Spinner size={14} />
      ) : (
        Icon && <Icon size={size === 'sm' ? 14 : 16} strokeWidth={1.75} aria-hidden />
      )}
      {children}
      {keys && <Keycap keys={keys} />}
    </button>
  )
}

/** A download that looks as a button does. */
export function DownloadLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a className={classNames(styles.button, styles.secondary, styles.md, styles.download)} href={href} download>
      {children}
    </a>
  )
}

type IconButtonProps = Omit<ComponentPropsWithRef<'button'>, 'type' | 'children'> & {
  /** The accessible name, also shown as the tooltip. */
  label: string
  icon: LucideIcon
  variant?: ButtonVariant
  size?: Size
  iconSize?: number
  keys?: string | undefined
}

/** A button that is only an icon: its label is its name and its tooltip. */
export function IconButton({
  label,
  icon: Icon,
  variant = 'ghost',
  size = 'md',
  iconSize,
  keys,
  className,
  ...rest
}: IconButtonProps) {
  const pixels = iconSize ?? (size === 'sm' ? 16 : 18)
  return (
    <Tooltip label={label} keys={keys}>
      <button
        {...rest}
        type="button"
        className={classNames(styles.button, styles[variant], styles[size], styles.icon, className)}
        aria-label={label}
        aria-keyshortcuts={ariaKeys(keys)}
      >
        <Icon size={pixels} strokeWidth={pixels >= 20 ? 1.6 : 1.75} aria-hidden />
      </button>
    </Tooltip>
  )
}
