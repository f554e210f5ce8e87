import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ApiProblem, api } from '../data/api.ts'
import { keepInvitation } from '../data/pending-invitation.ts'
import { sessionQuery } from '../data/queries.ts'
import { forgetPerson } from '../data/session.ts'
import type { InvitationAcceptance, InvitationJoin, OpenInvitation } from '../data/types.ts'
import { currentLanguage, problemText, t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { AuthFrame } from './auth-frame.tsx'
import { DoorField, FormNote, FormProblem, PasswordField } from './form-parts.tsx'
import { passwordProblem } from './password-rules.ts'
import styles from './sign-in.module.css'
import { useEnter } from './use-enter.ts'

/** Where an invitation's link leads: `/invitation#TOKEN`. The token stands after the # so that it reaches no log. */
export function InvitationScreen() {
  const [token] = useState(() => location.hash.slice(1))
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api.openInvitation(token),
    retry: false,
    // It is used up with the first answer to `accept`, and what is shown then must not turn into a refusal.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { data: open } = invitation
  if (open) {
    const { accountName: account, inviterName: inviter } = open
    const lead = inviter ? t('invitation.lead', { inviter, account }) : t('invitation.leadNobody', { account })
    return (
      <AuthFrame title={t('invitation.title', { account })} lead={lead}>
        {open.step === 'signIn' ? <Join token={token} open={open} /> : <Accept token={token} open={open} />}
      </AuthFrame>
    )
  }
  return (
    <AuthFrame title={t(invitation.isPending ? 'invitation.checking' : 'invitation.failed')}>
      {invitation.error && (
        <div className={styles.form}>
          <FormNote>{refusalText(invitation.error)}</FormNote>
          <p className={styles.aside}>
            <Link to="/">{t('signIn.signIn')}</Link>
          </p>
        </div>
      )}
    </AuthFrame>
  )
}

function refusalText(error: Error): string {
  if (!(error instanceof ApiProblem)) return problemText(undefined)
  return error.code === 'linkExpired' ? t('invitation.expired') : problemText(error.code, error.details)
}

type StepProps = { token: string; open: OpenInvitation }

/** A new login, or one that is in no account at present. */
function Accept({ token, open }: StepProps) {
  const isNew = open.step === 'newLogin'
  const [name, setName] = useState(open.name)
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const accept = useEnter((body: InvitationAcceptance) => api.acceptInvitation(body))
  const problems = {
    name: isNew && !name.trim() ? t('signIn.missingName') : null,
    password: isNew ? passwordProblem(password) : password ? null : t('signIn.missingPassword'),
    newPassword: open.asksForNewPassword ? passwordProblem(newPassword) : null,
  }
  const edit = (change: (value: string) => void) => (event: { target: { value: string } }) => {
    accept.reset()
    change(event.target.value)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (problems.name || problems.password || problems.newPassword || accept.isPending) return
    accept.mutate({
      token,
      password,
      ...(name.trim() ? { name: name.trim() } : {}),
      ...(open.asksForNewPassword ? { newPassword } : {}),
      language: currentLanguage(),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    })
  }
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <DoorField label={t('signIn.email')} name="email" autoComplete="username" readOnly value={open.email} />
      {isNew && (
        <DoorField
          label={t('signIn.yourName')}
          name="name"
          autoComplete="name"
          autoFocus
          maxLength={100}
          value={name}
          error={isTried && problems.name}
          onChange={edit(setName)}
        />
      )}
      <PasswordField
        label={t(isNew ? 'invitation.choosePassword' : 'invitation.currentPassword')}
        name="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        value={password}
        error={isTried && problems.password}
        onChange={edit(setPassword)}
      />
      {open.asksForNewPassword && (
        <NewPasswordField value={newPassword} error={isTried && problems.newPassword} onChange={edit(setNewPassword)} />
      )}
      <AcceptButton error={accept.error} isLoading={accept.isPending} />
    </form>
  )
}

/** The address signs in already: as that person, one press is enough. */
function Join({ token, open }: StepProps) {
  const session = useQuery(sessionQuery)
  const [newPassword, setNewPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const join = useEnter((body: InvitationJoin) => api.joinAccount(body))
  const problem = open.asksForNewPassword ? passwordProblem(newPassword) : null
  if (session.isPending) return null
  const email = session.data?.user.email
  if (email !== open.email) return <SignInFirst token={token} open={open} signedInAs={email ?? null} />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!problem && !join.isPending) join.mutate({ token, ...(open.asksForNewPassword ? { newPassword } : {}) })
  }
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <FormNote>{t('invitation.asYou', { email })}</FormNote>
      {open.asksForNewPassword && (
        <NewPasswordField
          value={newPassword}
          error={isTried && problem}
          onChange={(event) => {
            join.reset()
            setNewPassword(event.target.value)
          }}
        />
      )}
      <AcceptButton error={join.error} isLoading={join.isPending} />
    </form>
  )
}

function SignInFirst({ token, open, signedInAs }: StepProps & { signedInAs: string | null }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const go = useMutation({
    mutationFn: async () => {
      if (signedInAs !== null) await api.signOut()
    },
    onSuccess: async () => {
      keepInvitation(token)
      if (signedInAs !== null) await forgetPerson(client)
      await navigate({ to: '/' })
    },
  })
  return (
    <div className={styles.form}>
      <FormNote>
        {signedInAs === null
          ? t('invitation.haveLogin', { email: open.email })
          : t('invitation.otherLogin', { email: signedInAs, invited: open.email })}
      </FormNote>
      <FormProblem error={go.error} />
      <Button
        variant="primary"
        size="lg"
        className={styles.submit}
        isLoading={go.isPending}
        onClick={() => go.mutate()}
      >
        {t('signIn.signIn')}
      </Button>
    </div>
  )
}

type NewPasswordFieldProps = {
  value: string
  error: string | false | null
  onChange: (event: { target: { value: string } }) => void
}

function NewPasswordField(props: NewPasswordFieldProps) {
  return (
    <PasswordField
      {...props}
      label={t('invitation.newPassword')}
      hint={t('invitation.newPasswordHint')}
      name="new-password"
      autoComplete="new-password"
    />
  )
}

function AcceptButton({ error, isLoading }: { error: Error | null; isLoading: boolean }) {
  return (
    <>
      <FormProblem error={error} />
      <Button type="submit" variant="primary" size="lg" className={styles.submit} isLoading={isLoading}>
        {t('invitation.accept')}
      </Button>
    </>
  )
}
