// Made by scripts/generate-api-types.ts from /api/openapi.json. Do not edit.

/** What each operation answers when all is well. */
export type Answers = {
  'DELETE /api/channels/{}/from-addresses/{}': {
    /** digits */
    id: string
    /** digits */
    inboxId: string
    type: 'fallback-email'
    address: string
    /** the account’s first address */
    isDefault: boolean
    isOn: boolean
    statusChangedAt: string | null
    statusChangedBy: string | null
    /** mails refused since it was turned off */
    refused: number
    /** mails that wait until it is turned on */
    held: number
    lastReceivedAt: string | null
    /** its open conversations in its inbox */
    openThreads: number
    isSending: boolean
    fromNameMode: 'agent-and-company' | 'company'
    companyName: string
    assignment: {
      /** *Automatically assign conversations* */
      isOn: boolean
      assignTo: 'specific' | 'contactOwner'
      /** of `specific`: people with a paid seat and access to the inbox */
      userIds: string[]
      /** of `specific`: their main members are meant */
      teamIds: string[]
      /** false: also people who are away or outside their working hours */
      onlyAvailable: boolean
      /** a conversation that a message reopens is assigned anew where its assignee has left or is not available */
      reroutesReopened: boolean
      /** who was chosen and can be given nothing: skipped until that is mended or the rule is changed */
      broken: {
        kind: 'user' | 'team'
        id: string | null
        name: string
        reason: 'inactive' | 'noSeat' | 'noAccess' | 'teamGone' | 'teamEmpty'
      }[]
    }
    fromAddress: string | null
    /** what the next mail is from */
    sendsFrom: string
    /** what the account has proven, whichever channel asked, and what this channel waits for */
    fromAddresses: {
      /** digits */
      id: string
      address: string
      state: 'waiting' | 'proven' | 'expired'
      /** ISO 8601, UTC, milliseconds */
      expiresAt: string
      /** this channel asked for it */
      isAskedHere: boolean
      /** the mail with the link could not be delivered */
      isUndelivered: boolean
    }[]
    /** a forwarded mail is logged on who wrote it, not on who forwarded it */
    usesOriginalSender: boolean
    signature: {
      isOn: boolean
      mode: 'simple' | 'html'
      /** kept as mail programs show it; tokens: {{full_name}}, {{first_name}}, {{last_name}} of who sends; pictures by data-cid="signature-ID" (POST /api/signature-images) */
      html: string
    }
    tickets: {
      isOn: boolean
      /** 1 to 200 characters; {subject}: the first message's */
      name: string
      pipelineId: string
      stageId: string
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
      category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
      /** `conversation`, `contact-owner`, `none`, or the id of an active user */
      owner: string
    }
    removeRefusal: {
      code: string
      sentence: string
      details: Record<string, string | number>
    } | null
  }
  'DELETE /api/profile/avatar': {
    user: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      language: 'en' | 'nb' | null
      theme: 'system' | 'light' | 'dark'
      usesShortcuts: boolean
      /** so long a reply from the screen can be undone; 0: it leaves at once */
      undoSeconds: number
      avatarUrl: string | null
    }
    account: {
      /** digits */
      id: string
      name: string
      plan: 'free' | 'starter' | 'professional' | 'enterprise'
      timeZone: string
    }
    /** the account asks for a second factor, and this person has none yet: nothing else answers */
    mustSetUpFactor: boolean
    /** GET alone: the inboxes that the person sees; nothing of others may be kept */
    inboxIds?: string[]
    /** where the realtime stream stood when this was read: the first `after` */
    cursor: string
  }
  'GET /account-info/v3/api-usage/daily/private-apps': {
    results: {
      name: string
      usageLimit: number
      currentUsage: number
      /** ISO 8601, UTC, milliseconds */
      collectedAt: string
      fetchStatus: 'SUCCESS'
      /** ISO 8601, UTC, milliseconds */
      resetsAt: string
    }[]
  }
  'GET /account-info/v3/details': {
    portalId: number
    accountType: 'STANDARD'
    timeZone: string
    companyCurrency: string
    additionalCurrencies: string[]
    utcOffset: string
    utcOffsetMilliseconds: number
    uiDomain: string
    dataHostingLocation: string
  }
  'GET /api/access-candidates': {
    users: {
      /** digits */
      id: string
      name: string
      email: string
    }[]
    teams: {
      /** digits */
      id: string
      name: string
      members: number
    }[]
  }
  'GET /api/accounts': {
    results: {
      /** digits */
      id: string
      name: string
      isCurrent: boolean
    }[]
  }
  'GET /api/audit': {
    results: {
      /** digits */
      id: string
      /** ISO 8601, UTC, milliseconds */
      at: string
      action: 'account.plan_changed' | 'account.seats_changed' | 'account.settings_changed' | 'user.created' | 'user.invited' | 'user.changed' | 'user.role_changed' | 'user.seat_changed' | 'user.availability_changed' | 'user.deactivated' | 'user.reactivated' | 'user.removed' | 'user.password_changed' | 'user.factors_changed' | 'user.sessions_ended' | 'invitation.accepted' | 'invitation.withdrawn' | 'team.created' | 'team.changed' | 'team.removed' | 'inbox.created' | 'inbox.renamed' | 'inbox.access_changed' | 'inbox.archived' | 'inbox.restored' | 'channel.connected' | 'channel.changed' | 'channel.from_address_asked' | 'channel.from_address_proven' | 'channel.from_address_removed' | 'channel.forwarding_dismissed' | 'channel.moved' | 'channel.switched_on' | 'channel.switched_off' | 'channel.removed' | 'contact.owner_changed' | 'token.created' | 'token.revoked'
      who: {
        type: 'user' | 'token' | 'system'
        id: string | null
        name: string | null
      }
      /** empty: not from a browser or a program */
      remoteAddress: string
      subject: {
        type: 'account' | 'user' | 'team' | 'invitation' | 'inbox' | 'channel' | 'token' | 'contact'
        /** digits */
        id: string
        name: string | null
        /** the name is the one that it had */
        isGone: boolean
      }
      before: Record<string, unknown>
      after: Record<string, unknown>
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /api/availability': {
    /** digits */
    userId: string
    availability: 'available' | 'away' | 'outside-hours'
    until: string | null
    switch: 'available' | 'away'
    setBy: {
      /** digits */
      id: string
      name: string
    } | null
    setAt: string | null
  }
  'GET /api/channels/{}': {
    /** digits */
    id: string
    /** digits */
    inboxId: string
    type: 'fallback-email'
    address: string
    /** the account’s first address */
    isDefault: boolean
    isOn: boolean
    statusChangedAt: string | null
    statusChangedBy: string | null
    /** mails refused since it was turned off */
    refused: number
    /** mails that wait until it is turned on */
    held: number
    lastReceivedAt: string | null
    /** its open conversations in its inbox */
    openThreads: number
    isSending: boolean
    fromNameMode: 'agent-and-company' | 'company'
    companyName: string
    assignment: {
      /** *Automatically assign conversations* */
      isOn: boolean
      assignTo: 'specific' | 'contactOwner'
      /** of `specific`: people with a paid seat and access to the inbox */
      userIds: string[]
      /** of `specific`: their main members are meant */
      teamIds: string[]
      /** false: also people who are away or outside their working hours */
      onlyAvailable: boolean
      /** a conversation that a message reopens is assigned anew where its assignee has left or is not available */
      reroutesReopened: boolean
      /** who was chosen and can be given nothing: skipped until that is mended or the rule is changed */
      broken: {
        kind: 'user' | 'team'
        id: string | null
        name: string
        reason: 'inactive' | 'noSeat' | 'noAccess' | 'teamGone' | 'teamEmpty'
      }[]
    }
    fromAddress: string | null
    /** what the next mail is from */
    sendsFrom: string
    /** what the account has proven, whichever channel asked, and what this channel waits for */
    fromAddresses: {
      /** digits */
      id: string
      address: string
      state: 'waiting' | 'proven' | 'expired'
      /** ISO 8601, UTC, milliseconds */
      expiresAt: string
      /** this channel asked for it */
      isAskedHere: boolean
      /** the mail with the link could not be delivered */
      isUndelivered: boolean
    }[]
    /** a forwarded mail is logged on who wrote it, not on who forwarded it */
    usesOriginalSender: boolean
    signature: {
      isOn: boolean
      mode: 'simple' | 'html'
      /** kept as mail programs show it; tokens: {{full_name}}, {{first_name}}, {{last_name}} of who sends; pictures by data-cid="signature-ID" (POST /api/signature-images) */
      html: string
    }
    tickets: {
      isOn: boolean
      /** 1 to 200 characters; {subject}: the first message's */
      name: string
      pipelineId: string
      stageId: string
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
      category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
      /** `conversation`, `contact-owner`, `none`, or the id of an active user */
      owner: string
    }
    removeRefusal: {
      code: string
      sentence: string
      details: Record<string, string | number>
    } | null
  }
  'GET /api/channels/{}/assignment-candidates': {
    users: {
      /** digits */
      id: string
      name: string
      email: string
      reason: 'inactive' | 'noSeat' | 'noAccess' | null
    }[]
    teams: {
      /** digits */
      id: string
      name: string
      mainMembers: number
      /** main members who can be given conversations */
      eligible: number
    }[]
  }
  'GET /api/channels/{}/company-names/{}': {
    isFree: boolean
    takenBy: {
      address: string
      name: string
    } | null
  }
  'GET /api/channels/{}/forwarding-confirmations': {
    /** the newest 20 that nobody dismissed */
    results: {
      /** digits */
      id: string
      provider: 'gmail' | 'zoho' | 'yahoo' | 'outlook' | 'fastmail'
      askingAddress: string | null
      code: string | null
      link: string | null
      /** ISO 8601, UTC, milliseconds */
      receivedAt: string
    }[]
    /** all that nobody dismissed; of a channel the newest 100 mails are kept */
    total: number
  }
  'GET /api/channels/{}/from-addresses/{}/dns': {
    state: 'signed' | 'refused' | 'spam' | 'unsigned' | 'notChecked'
    domain: string
    record: {
      name: string
      value: string
    } | null
  }
  'GET /api/contacts/{}': {
    /** digits */
    id: string
    name: string
    addresses: string[]
    ownerId: string | null
    /** known by a forwarder’s word alone, the name as well */
    isStated: boolean
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** the addresses that the reader may write from: of the inboxes in which he may act */
    senders: {
      /** digits */
      channelAccountId: string
      address: string
      /** the name that the contact sees beside the address */
      mailName: string
      inboxName: string
      refusal: {
        code: string
        sentence: string
        details: Record<string, string | number>
      } | null
    }[]
    signature: string | null
  }
  'GET /api/contacts/{}/threads': {
    /** the newest first; those that the reader may see */
    results: {
      /** digits */
      id: string
      subject: string
      status: 'open' | 'closed'
      /** ISO 8601, UTC, milliseconds */
      latestMessageAt: string
      snippet: string
      snippetBy: 'contact' | 'user' | 'comment'
      assigneeId: string | null
      inboxName: string
      /** his by a forwarder’s word alone */
      isStated: boolean
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /api/fallback-addresses/{}': {
    localPart: string
    address: string
    isFree: boolean
    suggestion: string
  }
  'GET /api/files/{}/mail': {
    from: {
      name: string
      address: string
    } | null
    to: {
      name: string
      address: string
    }[]
    cc: {
      name: string
      address: string
    }[]
    date: string | null
    subject: string
    text: string
    frameUrl: string | null
    attachments: {
      part: string
      name: string
      mediaType: string
      /** bytes */
      size: number
      isInline: boolean
      url: string
    }[]
  }
  'GET /api/files/{}/preview': {
    kind: 'picture' | 'pdf' | 'text'
    pictureUrl: string | null
    /** of the drawn picture, in pixels; 0 for text */
    width: number
    height: number
    /** of a PDF; else 1 */
    pageCount: number
    /** of a text file; of a PDF the words of the page */
    text: string
    /** there is more text than is given */
    isCut: boolean
  }
  'GET /api/inbox': {
    inboxes: {
      /** digits */
      id: string
      name: string
      mayAct: boolean
      refusal: {
        code: string
        sentence: string
      } | null
      fallbackAddress: string | null
      isReceiving: boolean
    }[]
    colleagues: {
      /** digits */
      id: string
      name: string
      email: string
      isActive: boolean
      avatarUrl: string | null
      availability: 'available' | 'away' | 'outside-hours'
      availableUntil: string | null
    }[]
    counters: {
      all: {
        open: number
        mine: number
        unassigned: number
        closed: number
        /** unassigned, plus mine that wait for an answer */
        needsYou: number
      }
      inboxes: Record<string, {
          open: number
          mine: number
          unassigned: number
          closed: number
          /** unassigned, plus mine that wait for an answer */
          needsYou: number
        }>
    }
    /** false: show the welcome page */
    hasThreads: boolean
    hasExamples: boolean
    /** a relay is set; without it replies wait in the Outbox */
    sendsMail: boolean
  }
  'GET /api/inbox-addresses/{}': {
    /** cleaned: lower case letters, digits, hyphens */
    inboxAddress: string
    isFree: boolean
    /** a free one made from it; the same when it is free */
    suggestion: string
    fallbackAddress: string
  }
  'GET /api/inboxes': {
    /** all of the account, the default one first, then by age */
    results: {
      /** digits */
      id: string
      name: string
      access: 'everyone' | 'specific'
      isDefault: boolean
      archivedAt: string | null
      /** false: the reader sets it up and looks at it, but works elsewhere */
      mayAct: boolean
      channelCount: number
      archiveRefusal: {
        code: string
        sentence: string
        details: Record<string, string | number>
      } | null
    }[]
    createRefusal: {
      code: string
      sentence: string
      details: Record<string, string | number>
    } | null
  }
  'GET /api/inboxes/{}/access': {
    inbox: {
      /** digits */
      id: string
      name: string
    }
    access: 'everyone' | 'specific'
    userIds: string[]
    teamIds: string[]
    /** the account’s active users */
    people: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      teamIds: string[]
    }[]
    teams: {
      /** digits */
      id: string
      name: string
    }[]
  }
  'GET /api/inboxes/{}/assignable': {
    results: {
      /** digits */
      id: string
      name: string
      email: string
    }[]
  }
  'GET /api/inboxes/{}/channels': {
    results: {
      /** digits */
      id: string
      /** digits */
      inboxId: string
      type: 'fallback-email'
      address: string
      /** the account’s first address */
      isDefault: boolean
      isOn: boolean
      statusChangedAt: string | null
      statusChangedBy: string | null
      /** mails refused since it was turned off */
      refused: number
      /** mails that wait until it is turned on */
      held: number
      lastReceivedAt: string | null
      /** its open conversations in its inbox */
      openThreads: number
      isSending: boolean
      fromNameMode: 'agent-and-company' | 'company'
      companyName: string
      assignment: {
        /** *Automatically assign conversations* */
        isOn: boolean
        assignTo: 'specific' | 'contactOwner'
        /** of `specific`: people with a paid seat and access to the inbox */
        userIds: string[]
        /** of `specific`: their main members are meant */
        teamIds: string[]
        /** false: also people who are away or outside their working hours */
        onlyAvailable: boolean
        /** a conversation that a message reopens is assigned anew where its assignee has left or is not available */
        reroutesReopened: boolean
        /** who was chosen and can be given nothing: skipped until that is mended or the rule is changed */
        broken: {
          kind: 'user' | 'team'
          id: string | null
          name: string
          reason: 'inactive' | 'noSeat' | 'noAccess' | 'teamGone' | 'teamEmpty'
        }[]
      }
      fromAddress: string | null
      /** what the next mail is from */
      sendsFrom: string
      /** what the account has proven, whichever channel asked, and what this channel waits for */
      fromAddresses: {
        /** digits */
        id: string
        address: string
        state: 'waiting' | 'proven' | 'expired'
        /** ISO 8601, UTC, milliseconds */
        expiresAt: string
        /** this channel asked for it */
        isAskedHere: boolean
        /** the mail with the link could not be delivered */
        isUndelivered: boolean
      }[]
      /** a forwarded mail is logged on who wrote it, not on who forwarded it */
      usesOriginalSender: boolean
      signature: {
        isOn: boolean
        mode: 'simple' | 'html'
        /** kept as mail programs show it; tokens: {{full_name}}, {{first_name}}, {{last_name}} of who sends; pictures by data-cid="signature-ID" (POST /api/signature-images) */
        html: string
      }
      tickets: {
        isOn: boolean
        /** 1 to 200 characters; {subject}: the first message's */
        name: string
        pipelineId: string
        stageId: string
        priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
        category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
        /** `conversation`, `contact-owner`, `none`, or the id of an active user */
        owner: string
      }
      removeRefusal: {
        code: string
        sentence: string
        details: Record<string, string | number>
      } | null
    }[]
  }
  'GET /api/invitations': {
    results: {
      /** digits */
      id: string
      email: string
      /** as the inviter wrote it; may be empty */
      name: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      mainTeamId: string | null
      extraTeamIds: string[]
      state: 'waiting' | 'expired' | 'accepted'
      invitedById: string | null
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      /** ISO 8601, UTC, milliseconds */
      expiresAt: string
      acceptedAt: string | null
      mailState: 'queued' | 'held' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'uncertain' | null
      mayManage: boolean
    }[]
  }
  'GET /api/outbox': {
    relay: 'none' | 'set'
    results: {
      recipient: {
        /** digits */
        recipientId: string
        kind: 'to' | 'cc' | 'bcc'
        name: string
        address: string
        state: 'queued' | 'held' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'uncertain'
        reply: string | null
        attempts: number
        nextAttemptAt: string | null
        leavesAt: string | null
        sentAt: string | null
        delayedAt: string | null
      }
      kind: 'message' | 'passwordReset' | 'invitation' | 'loginChanged' | 'contactOwner' | 'fromAddress'
      threadId: string | null
      messageId: string | null
      subject: string
      snippet: string
      from: string
      author: string
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      emlUrl: string | null
      previewUrl: string | null
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /api/plan': {
    plan: 'free' | 'starter' | 'professional' | 'enterprise'
    /** the paid seats that Starter has, as a super admin sets them */
    starterSeats: number
    seats: {
      sales: number
      service: number
      none: number
      used: number
      allowed: number | null
    }
    inboxes: {
      used: number
      allowed: number | null
    }
    /** the inboxes in use, in the order in which a smaller plan keeps them; empty for who cannot change the plan */
    keeps: {
      /** digits */
      id: string
      name: string
    }[]
    mailDomains: {
      paid: string
      free: string
    }
    mayChange: boolean
  }
  'GET /api/private-apps': {
    results: {
      /** digits */
      id: string
      name: string
      scopes: string[]
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      lastUsedAt: string | null
    }[]
    /** scopes that open something, to choose from */
    scopes: string[]
  }
  'GET /api/profile': {
    name: string
    email: string
    avatarUrl: string | null
    undoSeconds: number
    /** sanitised; empty: none */
    signatureHtml: string
  }
  'GET /api/profile/working-hours': {
    timeZone: string | null
    /** none: always */
    workingHours: {
      days: 'MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY' | 'MONDAY_TO_FRIDAY' | 'SATURDAY_SUNDAY' | 'EVERY_DAY'
      startMinute: number
      endMinute: number
    }[]
    holidays: {
      label: string
      /** local: 2026-12-24 or 2026-12-24T12:00 */
      from: string
      /** a date is included, a minute is not */
      to: string
    }[]
    accountTimeZone: string
  }
  'GET /api/security': {
    totpSince: string | null
    passkeys: {
      /** digits */
      id: string
      name: string
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      lastUsedAt: string | null
    }[]
    recoveryCodesLeft: number
    passkeySite: string | null
    accountAsksForSecondFactor: boolean
  }
  'GET /api/session': {
    user: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      language: 'en' | 'nb' | null
      theme: 'system' | 'light' | 'dark'
      usesShortcuts: boolean
      /** so long a reply from the screen can be undone; 0: it leaves at once */
      undoSeconds: number
      avatarUrl: string | null
    }
    account: {
      /** digits */
      id: string
      name: string
      plan: 'free' | 'starter' | 'professional' | 'enterprise'
      timeZone: string
    }
    /** the account asks for a second factor, and this person has none yet: nothing else answers */
    mustSetUpFactor: boolean
    /** GET alone: the inboxes that the person sees; nothing of others may be kept */
    inboxIds?: string[]
    /** where the realtime stream stood when this was read: the first `after` */
    cursor: string
  }
  'GET /api/sessions': {
    results: {
      id: string
      isCurrent: boolean
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      /** ISO 8601, UTC, milliseconds */
      lastSeenAt: string
      userAgent: string
      remoteAddress: string
      accountName: string
    }[]
  }
  'GET /api/team-management': {
    asksForBrowser: boolean
    inboxes: {
      /** digits */
      id: string
      name: string
    }[]
    users: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      availability: 'available' | 'away' | 'outside-hours'
      until: string | null
      switch: 'available' | 'away'
      setBy: {
        /** digits */
        id: string
        name: string
      } | null
      setAt: string | null
      /** where the person may act */
      inboxIds: string[]
      /** open conversations assigned */
      open: number
      openByInbox: Record<string, number>
      /** the asker may set this person away or available */
      mayManage: boolean
    }[]
  }
  'GET /api/teams': {
    results: {
      /** digits */
      id: string
      name: string
      mainUserIds: string[]
      extraUserIds: string[]
    }[]
  }
  'GET /api/threads': {
    results: {
      /** digits */
      id: string
      seq: number
      /** the seq at which the last message for the reader came in */
      receivedSeq: number
      /** the inboxes that show it, its home first */
      inboxIds: string[]
      channel: 'email'
      subject: string
      snippet: string
      snippetBy: 'contact' | 'user' | 'comment'
      contact: {
        /** digits */
        id: string
        name: string
        address: string
      }
      /** the contact is who a forwarder says he is, proven by nothing (S22) */
      isContactStated: boolean
      status: 'open' | 'closed'
      assigneeId: string | null
      /** ISO 8601, UTC, milliseconds */
      latestMessageAt: string
      waitingSince: string | null
      messageCount: number
      attachmentCount: number
      /** recipients that a message of ours did not reach */
      failedCount: number
      isExample: boolean
      readSeq: number
      hasDraft: boolean
      /** the first words of the reader’s newest draft, else its files; empty without one */
      draftSnippet: string
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /api/threads/{}': {
    thread: {
      /** digits */
      id: string
      seq: number
      /** the seq at which the last message for the reader came in */
      receivedSeq: number
      /** the inboxes that show it, its home first */
      inboxIds: string[]
      channel: 'email'
      subject: string
      snippet: string
      snippetBy: 'contact' | 'user' | 'comment'
      contact: {
        /** digits */
        id: string
        name: string
        address: string
      }
      /** the contact is who a forwarder says he is, proven by nothing (S22) */
      isContactStated: boolean
      status: 'open' | 'closed'
      assigneeId: string | null
      /** ISO 8601, UTC, milliseconds */
      latestMessageAt: string
      waitingSince: string | null
      messageCount: number
      attachmentCount: number
      /** recipients that a message of ours did not reach */
      failedCount: number
      isExample: boolean
      readSeq: number
      hasDraft: boolean
      /** the first words of the reader’s newest draft, else its files; empty without one */
      draftSnippet: string
    }
    mayAct: boolean
    refusal: {
      code: string
      sentence: string
    } | null
    channelAccount: {
      /** digits */
      id: string
      /** digits */
      channelId: string
      address: string
      /** the address that the customer sees */
      sendsFrom: string
      /** the name that the customer sees beside the address when you write */
      mailName: string
      signature: string | null
      insteadOf: string | null
      refusal: {
        code: string
        sentence: string
        details: Record<string, string | number>
      } | null
      /** where nothing can be sent from it: other channels of the conversation’s inboxes that can */
      alternatives: {
        /** digits */
        id: string
        address: string
        sendsFrom: string
        mailName: string
        signature: string | null
      }[]
    }
    contact: {
      /** digits */
      id: string
      name: string
      addresses: string[]
      ownerId: string | null
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      /** known by a forwarder’s word alone, the name as well */
      isStated: boolean
    }
    /** the contact’s newest other conversations that the reader may see, at most 5 */
    otherThreads: {
      /** digits */
      id: string
      subject: string
      status: 'open' | 'closed'
      /** ISO 8601, UTC, milliseconds */
      latestMessageAt: string
    }[]
    routing: {
      /** ISO 8601, UTC, milliseconds */
      at: string
      to: string | null
      why: {
        trigger: 'opened' | 'reopened'
        assignTo: 'specific' | 'contactOwner'
        onlyAvailable: boolean
        outcome: 'assigned' | 'stays' | 'nobodyChosen' | 'nobodyEligible' | 'noOwner' | 'statedContact' | 'refutedSender' | 'ownerSkipped' | 'automaticMail'
        /** who was looked at, at most 50: `waits` was given one more lately than who was chosen */
        candidates: {
          /** digits */
          userId: string
          outcome: 'chosen' | 'waits' | 'inactive' | 'extraMemberOnly' | 'noSeat' | 'noAccess' | 'away' | 'outsideHours'
        }[]
        /** candidates beyond those */
        more: number
        previousReason: 'inactive' | 'extraMemberOnly' | 'noSeat' | 'noAccess' | 'away' | 'outsideHours' | null
        isOwnerMailed: boolean
      }
    } | null
    tickets: {
      /** digits */
      id: string
      /** from 1 in the account */
      number: number
      subject: string
      /** digits */
      inboxId: string
      pipelineId: string
      stageId: string
      /** as the stage is called */
      stage: string
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
      category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
      ownerId: string | null
      /** the owner is the conversation’s */
      ownerFollows: boolean
      contact: {
        /** digits */
        id: string
        name: string
      } | null
      threadId: string | null
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      closedAt: string | null
    }[]
    /** conversations that this one may belong to; an agent joins it in one click */
    suggestions: {
      /** digits */
      threadId: string
      subject: string
      because: 'replyAddress' | 'messageId' | 'subject'
    }[]
  }
  'GET /api/threads/{}/drafts': {
    reply: {
      /** digits */
      threadId: string
      kind: 'reply' | 'comment'
      content: {
        mode: 'reply' | 'replyAll' | 'comment'
        html: string
        text: string
        to: {
          name: string
          address: string
        }[]
        cc: {
          name: string
          address: string
        }[]
        bcc: {
          name: string
          address: string
        }[]
        attachments: {
          /** digits */
          fileId: string
          name: string
          size: number
          mediaType: string
        }[]
        answersMessageId: string | null
        idempotencyKey: string
      }
      /** ISO 8601, UTC, milliseconds */
      updatedAt: string
    } | null
    comment: {
      /** digits */
      threadId: string
      kind: 'reply' | 'comment'
      content: {
        mode: 'reply' | 'replyAll' | 'comment'
        html: string
        text: string
        to: {
          name: string
          address: string
        }[]
        cc: {
          name: string
          address: string
        }[]
        bcc: {
          name: string
          address: string
        }[]
        attachments: {
          /** digits */
          fileId: string
          name: string
          size: number
          mediaType: string
        }[]
        answersMessageId: string | null
        idempotencyKey: string
      }
      /** ISO 8601, UTC, milliseconds */
      updatedAt: string
    } | null
  }
  'GET /api/threads/{}/timeline': {
    /** newest first */
    results: {
      id: string
      /** digits */
      threadId: string
      /** the thread’s seq at the entry’s last change */
      seq: number
      kind: 'message' | 'comment' | 'assignment' | 'status' | 'joined' | 'moved' | 'routed'
      direction: 'incoming' | 'outgoing' | null
      /** ISO 8601, UTC, milliseconds */
      at: string
      author: {
        kind: 'user' | 'contact' | 'system'
        id: string | null
        name: string
        address: string | null
      }
      to: {
        name: string
        address: string
      }[]
      cc: {
        name: string
        address: string
      }[]
      bcc: {
        name: string
        address: string
      }[]
      subject: string
      /** what is shown unfolded */
      text: string
      /** the whole text in its order, where it holds more than `text`; else empty */
      parts: {
        text: string
        fold: 'quote' | 'signature' | null
      }[]
      frameUrl: string | null
      hasRemoteImages: boolean
      richText: string | null
      signature: string | null
      attachments: {
        /** digits */
        fileId: string
        name: string
        /** from the bytes, not from what the sender said */
        mediaType: string
        /** bytes */
        size: number
        isInline: boolean
        /** download; asks for the reader’s right each time */
        url: string
      }[]
      deliveries: {
        /** digits */
        recipientId: string
        kind: 'to' | 'cc' | 'bcc'
        name: string
        address: string
        state: 'queued' | 'held' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'uncertain'
        reply: string | null
        attempts: number
        nextAttemptAt: string | null
        leavesAt: string | null
        sentAt: string | null
        delayedAt: string | null
      }[]
      /** how often the same mail came in */
      deliveredTimes: number
      unreadable: {
        reason: string
        detail: string
      } | null
      /** what kind of mail it is, beyond words to one person */
      traits: ('autoReply' | 'outOfOffice' | 'bounce' | 'delayNotice' | 'deliveryReceipt' | 'readReceipt' | 'complaint' | 'mailingList' | 'newsletter' | 'roleSender' | 'loop' | 'forwarded' | 'forwardingConfirmation' | 'invitation' | 'encrypted' | 'signed')[]
      sender: {
        state: 'checking' | 'verified' | 'failed' | 'unproven' | 'notChecked'
        /** of the address in From */
        domain: string
        policy: 'none' | 'quarantine' | 'reject' | null
        spf: 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'policy' | 'temperror' | 'permerror'
        dkim: 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'policy' | 'temperror' | 'permerror'
        dmarc: 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'policy' | 'temperror' | 'permerror'
        arc: 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'policy' | 'temperror' | 'permerror'
        by: 'dmarc' | 'dkim' | 'spf' | 'arc' | null
        because: 'noDns' | 'timeUp' | null
        signs: ('firstTime' | 'lookAlike' | 'replyToMismatch' | 'displayNameIsAddress' | 'claimsUser')[]
        likeDomain: string | null
        answersTo: string | null
        namedAddress: string | null
      } | null
      forwarded: {
        method: 'inline' | 'attachment' | 'list' | 'auto'
        forwarder: {
          name: string
          address: string
        } | null
        author: {
          name: string
          address: string
        } | null
        subject: string | null
        date: string | null
        to: {
          name: string
          address: string
        }[]
        cc: {
          name: string
          address: string
        }[]
        /** it stands on the stated author, not on the forwarder: *Default to original sender* was on */
        isAuthors: boolean
      } | null
      /** what its calendar parts say, at most 20 */
      invitations: {
        method: 'publish' | 'request' | 'reply' | 'add' | 'cancel' | 'refresh' | 'counter' | 'declineCounter'
        uid: string
        sequence: number
        /** taken back: by its method or by its status */
        isCancelled: boolean
        summary: string
        description: string
        location: string
        meetingUrl: string | null
        isAllDay: boolean
        start: {
          at: string | null
          /** 2026-11-24 for a day, else 2026-11-24T14:00:00 as the clock shows it there */
          local: string
          timeZone: string | null
          /** as the mail names the zone; empty when it does not */
          zoneName: string
        } | null
        /** for whole days the last of them */
        end: {
          at: string | null
          /** 2026-11-24 for a day, else 2026-11-24T14:00:00 as the clock shows it there */
          local: string
          timeZone: string | null
          /** as the mail names the zone; empty when it does not */
          zoneName: string
        } | null
        recurrence: {
          frequency: 'secondly' | 'minutely' | 'hourly' | 'daily' | 'weekly' | 'monthly' | 'yearly'
          /** every so many; 1 at least */
          interval: number
          count: number | null
          until: string | null
          /** MO … SU; with a number in front in months and years: 2TU, -1FR */
          byDay: string[]
          byMonthDay: number[]
          byMonth: number[]
          /** BYSETPOS: which of those that the rest finds */
          byPosition: number[]
        } | null
        /** the one occurrence of a series that this is about */
        occurrence: {
          at: string | null
          /** 2026-11-24 for a day, else 2026-11-24T14:00:00 as the clock shows it there */
          local: string
          timeZone: string | null
          /** as the mail names the zone; empty when it does not */
          zoneName: string
        } | null
        organiser: {
          name: string
          address: string
        } | null
        attendees: {
          name: string
          address: string
          answer: 'needsAction' | 'accepted' | 'declined' | 'tentative' | 'delegated'
          role: 'chair' | 'required' | 'optional' | 'information'
        }[]
        /** all of them; `attendees` holds the first 200 */
        attendeeCount: number
        /** the calendar part among the attachments */
        fileId: string | null
      }[]
      rawUrl: string | null
      reply: {
        to: {
          name: string
          address: string
        }[]
        cc: {
          name: string
          address: string
        }[]
      }
      replyAll: {
        to: {
          name: string
          address: string
        }[]
        cc: {
          name: string
          address: string
        }[]
      }
      /** of a mail that was passed on: whom an answer does not reach and who may be meant all the same */
      suggested: {
        kind: 'to' | 'cc'
        name: string
        address: string
        because: 'forwarder' | 'statedAuthor'
      }[]
      /** assignment, routed: user ids, and why a rule did so; status: open or closed; joined: the id of the other thread; moved: inbox ids */
      change: {
        from?: string | null
        to?: string | null
        reason?: string
        why?: {
          trigger: 'opened' | 'reopened'
          assignTo: 'specific' | 'contactOwner'
          onlyAvailable: boolean
          outcome: 'assigned' | 'stays' | 'nobodyChosen' | 'nobodyEligible' | 'noOwner' | 'statedContact' | 'refutedSender' | 'ownerSkipped' | 'automaticMail'
          /** who was looked at, at most 50: `waits` was given one more lately than who was chosen */
          candidates: {
            /** digits */
            userId: string
            outcome: 'chosen' | 'waits' | 'inactive' | 'extraMemberOnly' | 'noSeat' | 'noAccess' | 'away' | 'outsideHours'
          }[]
          /** candidates beyond those */
          more: number
          previousReason: 'inactive' | 'extraMemberOnly' | 'noSeat' | 'noAccess' | 'away' | 'outsideHours' | null
          isOwnerMailed: boolean
        }
      }
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /api/ticket-pipelines': {
    results: {
      id: string
      label: string
      stages: {
        id: string
        label: string
        isClosed: boolean
      }[]
    }[]
  }
  'GET /api/tickets': {
    /** newest first */
    results: {
      /** digits */
      id: string
      /** from 1 in the account */
      number: number
      subject: string
      /** digits */
      inboxId: string
      pipelineId: string
      stageId: string
      /** as the stage is called */
      stage: string
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
      category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
      ownerId: string | null
      /** the owner is the conversation’s */
      ownerFollows: boolean
      contact: {
        /** digits */
        id: string
        name: string
      } | null
      threadId: string | null
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      closedAt: string | null
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /api/tickets/{}': {
    /** digits */
    id: string
    /** from 1 in the account */
    number: number
    subject: string
    /** digits */
    inboxId: string
    pipelineId: string
    stageId: string
    /** as the stage is called */
    stage: string
    priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
    category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
    ownerId: string | null
    /** the owner is the conversation’s */
    ownerFollows: boolean
    contact: {
      /** digits */
      id: string
      name: string
    } | null
    threadId: string | null
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    closedAt: string | null
  }
  'GET /api/users': {
    results: {
      /** digits */
      id: string
      name: string
      isActive: boolean
      details: {
        email: string
        role: 'super-admin' | 'account-access' | 'user'
        seat: 'none' | 'sales' | 'service'
        mainTeamId: string | null
        extraTeamIds: string[]
        /** ISO 8601, UTC, milliseconds */
        createdAt: string
        lastSeenAt: string | null
        /** whether the reader may change this row */
        mayManage: boolean
      } | null
    }[]
  }
  'GET /api/users/{}/working-hours': {
    timeZone: string | null
    /** none: always */
    workingHours: {
      days: 'MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY' | 'MONDAY_TO_FRIDAY' | 'SATURDAY_SUNDAY' | 'EVERY_DAY'
      startMinute: number
      endMinute: number
    }[]
    holidays: {
      label: string
      /** local: 2026-12-24 or 2026-12-24T12:00 */
      from: string
      /** a date is included, a minute is not */
      to: string
    }[]
    accountTimeZone: string
  }
  'GET /api/welcome': {
    mayCreateAccount: boolean
    /** no account exists yet */
    isEmpty: boolean
    /** the first account asks for the code that the start printed */
    asksForCode: boolean
    /** the default address is support@INBOX_ADDRESS.mailDomain */
    mailDomain: string
    passwordMinLength: number
    /** a relay is set: a password can be reset by mail */
    sendsMail: boolean
  }
  'GET /conversations/v3/conversations/actors/{}': {
    id: string
    type: 'AGENT' | 'VISITOR' | 'EMAIL' | 'INTEGRATOR' | 'SYSTEM' | 'LLM' | 'BOT'
    name?: string
    email?: string
    avatar?: string
  }
  'GET /conversations/v3/conversations/channel-accounts': {
    total: number
    results: {
      /** digits */
      id: string
      /** digits */
      channelId: string
      /** digits */
      inboxId: string
      name: string
      active: boolean
      authorized: boolean
      deliveryIdentifier?: {
        type: 'HS_EMAIL_ADDRESS' | 'HS_PHONE_NUMBER' | 'HS_SHORT_CODE' | 'CHANNEL_SPECIFIC_OPAQUE_ID'
        value: string
      }
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      archived: boolean
      /** ISO 8601, UTC, milliseconds */
      archivedAt?: string
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /conversations/v3/conversations/channel-accounts/{}': {
    /** digits */
    id: string
    /** digits */
    channelId: string
    /** digits */
    inboxId: string
    name: string
    active: boolean
    authorized: boolean
    deliveryIdentifier?: {
      type: 'HS_EMAIL_ADDRESS' | 'HS_PHONE_NUMBER' | 'HS_SHORT_CODE' | 'CHANNEL_SPECIFIC_OPAQUE_ID'
      value: string
    }
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    archived: boolean
    /** ISO 8601, UTC, milliseconds */
    archivedAt?: string
  }
  'GET /conversations/v3/conversations/channels': {
    total: number
    results: {
      /** digits */
      id: string
      name: string
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /conversations/v3/conversations/channels/{}': {
    /** digits */
    id: string
    name: string
  }
  'GET /conversations/v3/conversations/inboxes': {
    total: number
    results: {
      /** digits */
      id: string
      name: string
      type: 'INBOX' | 'HELP_DESK'
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      /** ISO 8601, UTC, milliseconds */
      updatedAt: string
      archived: boolean
      /** ISO 8601, UTC, milliseconds */
      archivedAt?: string
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /conversations/v3/conversations/inboxes/{}': {
    /** digits */
    id: string
    name: string
    type: 'INBOX' | 'HELP_DESK'
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    updatedAt: string
    archived: boolean
    /** ISO 8601, UTC, milliseconds */
    archivedAt?: string
  }
  'GET /conversations/v3/conversations/threads': {
    results: {
      /** digits */
      id: string
      status: 'OPEN' | 'CLOSED'
      /** digits */
      inboxId: string
      /** digits */
      associatedContactId: string
      assignedTo?: string
      spam: boolean
      archived: boolean
      /** digits */
      originalChannelId: string
      /** digits */
      originalChannelAccountId: string
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      /** ISO 8601, UTC, milliseconds */
      closedAt?: string
      /** ISO 8601, UTC, milliseconds */
      latestMessageTimestamp?: string
      /** ISO 8601, UTC, milliseconds */
      latestMessageReceivedTimestamp?: string
      /** ISO 8601, UTC, milliseconds */
      latestMessageSentTimestamp?: string
      threadAssociations?: {
        /** digits */
        associatedTicketId?: string
      }
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /conversations/v3/conversations/threads/{}': {
    /** digits */
    id: string
    status: 'OPEN' | 'CLOSED'
    /** digits */
    inboxId: string
    /** digits */
    associatedContactId: string
    assignedTo?: string
    spam: boolean
    archived: boolean
    /** digits */
    originalChannelId: string
    /** digits */
    originalChannelAccountId: string
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    closedAt?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageTimestamp?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageReceivedTimestamp?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageSentTimestamp?: string
    threadAssociations?: {
      /** digits */
      associatedTicketId?: string
    }
  }
  'GET /conversations/v3/conversations/threads/{}/messages': {
    results: {
      id: string
      /** digits */
      conversationsThreadId: string
      type: 'MESSAGE' | 'COMMENT' | 'WELCOME_MESSAGE' | 'ASSIGNMENT' | 'THREAD_STATUS_CHANGE' | 'THREAD_INBOX_CHANGE'
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      /** ISO 8601, UTC, milliseconds */
      updatedAt?: string
      createdBy: string
      client: {
        clientType: 'HUBSPOT' | 'SYSTEM' | 'INTEGRATION' | 'UNKNOWN'
        integrationAppId?: number
      }
      senders: {
        actorId?: string
        name?: string
        senderField?: string
        deliveryIdentifier?: {
          type: 'HS_EMAIL_ADDRESS' | 'HS_PHONE_NUMBER' | 'HS_SHORT_CODE' | 'CHANNEL_SPECIFIC_OPAQUE_ID'
          value: string
        }
      }[]
      recipients: {
        actorId?: string
        name?: string
        recipientField?: 'TO' | 'CC' | 'BCC'
        deliveryIdentifier: {
          type: 'HS_EMAIL_ADDRESS' | 'HS_PHONE_NUMBER' | 'HS_SHORT_CODE' | 'CHANNEL_SPECIFIC_OPAQUE_ID'
          value: string
        }
      }[]
      archived: boolean
      /** digits */
      channelId?: string
      /** digits */
      channelAccountId?: string
      direction?: 'INCOMING' | 'OUTGOING'
      text?: string
      richText?: string
      subject?: string
      inReplyToId?: string
      truncationStatus?: 'NOT_TRUNCATED' | 'TRUNCATED_TO_MOST_RECENT_REPLY' | 'TRUNCATED'
      status?: {
        statusType: 'SENT' | 'FAILED' | 'RECEIVED' | 'READ'
        failureDetails?: {
          errorMessage?: string
          errorMessageTokens: Record<string, string>
        }
      }
      attachments?: {
        type: 'FILE'
        /** digits */
        fileId: string
        name?: string
        url?: string
        fileUsageType: 'IMAGE' | 'AUDIO' | 'VOICE_RECORDING' | 'STICKER' | 'OTHER'
      }[]
      assignedFrom?: string
      assignedTo?: string
      newStatus?: 'OPEN' | 'CLOSED'
      /** digits */
      fromInboxId?: string
      /** digits */
      toInboxId?: string
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /conversations/v3/conversations/threads/{}/messages/{}': {
    id: string
    /** digits */
    conversationsThreadId: string
    type: 'MESSAGE' | 'COMMENT' | 'WELCOME_MESSAGE' | 'ASSIGNMENT' | 'THREAD_STATUS_CHANGE' | 'THREAD_INBOX_CHANGE'
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    updatedAt?: string
    createdBy: string
    client: {
      clientType: 'HUBSPOT' | 'SYSTEM' | 'INTEGRATION' | 'UNKNOWN'
      integrationAppId?: number
    }
    senders: {
      actorId?: string
      name?: string
      senderField?: string
      deliveryIdentifier?: {
        type: 'HS_EMAIL_ADDRESS' | 'HS_PHONE_NUMBER' | 'HS_SHORT_CODE' | 'CHANNEL_SPECIFIC_OPAQUE_ID'
        value: string
      }
    }[]
    recipients: {
      actorId?: string
      name?: string
      recipientField?: 'TO' | 'CC' | 'BCC'
      deliveryIdentifier: {
        type: 'HS_EMAIL_ADDRESS' | 'HS_PHONE_NUMBER' | 'HS_SHORT_CODE' | 'CHANNEL_SPECIFIC_OPAQUE_ID'
        value: string
      }
    }[]
    archived: boolean
    /** digits */
    channelId?: string
    /** digits */
    channelAccountId?: string
    direction?: 'INCOMING' | 'OUTGOING'
    text?: string
    richText?: string
    subject?: string
    inReplyToId?: string
    truncationStatus?: 'NOT_TRUNCATED' | 'TRUNCATED_TO_MOST_RECENT_REPLY' | 'TRUNCATED'
    status?: {
      statusType: 'SENT' | 'FAILED' | 'RECEIVED' | 'READ'
      failureDetails?: {
        errorMessage?: string
        errorMessageTokens: Record<string, string>
      }
    }
    attachments?: {
      type: 'FILE'
      /** digits */
      fileId: string
      name?: string
      url?: string
      fileUsageType: 'IMAGE' | 'AUDIO' | 'VOICE_RECORDING' | 'STICKER' | 'OTHER'
    }[]
    assignedFrom?: string
    assignedTo?: string
    newStatus?: 'OPEN' | 'CLOSED'
    /** digits */
    fromInboxId?: string
    /** digits */
    toInboxId?: string
  }
  'GET /conversations/v3/conversations/threads/{}/messages/{}/original-content': {
    text?: string
    richText?: string
  }
  'GET /crm/v3/objects/users': {
    results: {
      id: string
      properties: Record<string, string | null>
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      /** ISO 8601, UTC, milliseconds */
      updatedAt: string
      archived: boolean
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /crm/v3/objects/users/{}': {
    id: string
    properties: Record<string, string | null>
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    updatedAt: string
    archived: boolean
  }
  'GET /crm/v3/owners': {
    results: {
      id: string
      email: string
      type: 'PERSON'
      firstName?: string
      lastName?: string
      /** of A-{userId}; absent once the person has left */
      userId?: number
      userIdIncludingInactive: number
      teams: {
        id: string
        name: string
        primary: boolean
      }[]
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      /** ISO 8601, UTC, milliseconds */
      updatedAt: string
      archived: boolean
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /crm/v3/owners/{}': {
    id: string
    email: string
    type: 'PERSON'
    firstName?: string
    lastName?: string
    /** of A-{userId}; absent once the person has left */
    userId?: number
    userIdIncludingInactive: number
    teams: {
      id: string
      name: string
      primary: boolean
    }[]
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    updatedAt: string
    archived: boolean
  }
  'GET /integrations/v1/me': {
    portalId: number
    timeZone: string
    currency: string
    utcOffset: string
    utcOffsetMilliseconds: number
  }
  'GET /settings/users/v3': {
    results: {
      id: string
      email: string
      firstName?: string
      lastName?: string
      superAdmin: boolean
      roleId?: string
      roleIds: string[]
      primaryTeamId?: string
      secondaryTeamIds: string[]
      seatNames: string[]
      sendWelcomeEmail?: boolean
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /settings/users/v3/roles': {
    results: {
      id: string
      name: string
      requiresBillingWrite: boolean
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /settings/users/v3/teams': {
    results: {
      id: string
      name: string
      userIds: string[]
      secondaryUserIds: string[]
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /settings/users/v3/{}': {
    id: string
    email: string
    firstName?: string
    lastName?: string
    superAdmin: boolean
    roleId?: string
    roleIds: string[]
    primaryTeamId?: string
    secondaryTeamIds: string[]
    seatNames: string[]
    sendWelcomeEmail?: boolean
  }
  'GET /settings/v3/users': {
    results: {
      id: string
      email: string
      firstName?: string
      lastName?: string
      superAdmin: boolean
      roleId?: string
      roleIds: string[]
      primaryTeamId?: string
      secondaryTeamIds: string[]
      seatNames: string[]
      sendWelcomeEmail?: boolean
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /settings/v3/users/roles': {
    results: {
      id: string
      name: string
      requiresBillingWrite: boolean
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /settings/v3/users/teams': {
    results: {
      id: string
      name: string
      userIds: string[]
      secondaryUserIds: string[]
    }[]
    paging?: {
      next?: {
        after: string
        link?: string
      }
    }
  }
  'GET /settings/v3/users/{}': {
    id: string
    email: string
    firstName?: string
    lastName?: string
    superAdmin: boolean
    roleId?: string
    roleIds: string[]
    primaryTeamId?: string
    secondaryTeamIds: string[]
    seatNames: string[]
    sendWelcomeEmail?: boolean
  }
  'PATCH /api/channels/{}': {
    /** digits */
    id: string
    /** digits */
    inboxId: string
    type: 'fallback-email'
    address: string
    /** the account’s first address */
    isDefault: boolean
    isOn: boolean
    statusChangedAt: string | null
    statusChangedBy: string | null
    /** mails refused since it was turned off */
    refused: number
    /** mails that wait until it is turned on */
    held: number
    lastReceivedAt: string | null
    /** its open conversations in its inbox */
    openThreads: number
    isSending: boolean
    fromNameMode: 'agent-and-company' | 'company'
    companyName: string
    assignment: {
      /** *Automatically assign conversations* */
      isOn: boolean
      assignTo: 'specific' | 'contactOwner'
      /** of `specific`: people with a paid seat and access to the inbox */
      userIds: string[]
      /** of `specific`: their main members are meant */
      teamIds: string[]
      /** false: also people who are away or outside their working hours */
      onlyAvailable: boolean
      /** a conversation that a message reopens is assigned anew where its assignee has left or is not available */
      reroutesReopened: boolean
      /** who was chosen and can be given nothing: skipped until that is mended or the rule is changed */
      broken: {
        kind: 'user' | 'team'
        id: string | null
        name: string
        reason: 'inactive' | 'noSeat' | 'noAccess' | 'teamGone' | 'teamEmpty'
      }[]
    }
    fromAddress: string | null
    /** what the next mail is from */
    sendsFrom: string
    /** what the account has proven, whichever channel asked, and what this channel waits for */
    fromAddresses: {
      /** digits */
      id: string
      address: string
      state: 'waiting' | 'proven' | 'expired'
      /** ISO 8601, UTC, milliseconds */
      expiresAt: string
      /** this channel asked for it */
      isAskedHere: boolean
      /** the mail with the link could not be delivered */
      isUndelivered: boolean
    }[]
    /** a forwarded mail is logged on who wrote it, not on who forwarded it */
    usesOriginalSender: boolean
    signature: {
      isOn: boolean
      mode: 'simple' | 'html'
      /** kept as mail programs show it; tokens: {{full_name}}, {{first_name}}, {{last_name}} of who sends; pictures by data-cid="signature-ID" (POST /api/signature-images) */
      html: string
    }
    tickets: {
      isOn: boolean
      /** 1 to 200 characters; {subject}: the first message's */
      name: string
      pipelineId: string
      stageId: string
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
      category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
      /** `conversation`, `contact-owner`, `none`, or the id of an active user */
      owner: string
    }
    removeRefusal: {
      code: string
      sentence: string
      details: Record<string, string | number>
    } | null
  }
  'PATCH /api/contacts/{}': {
    /** digits */
    id: string
    name: string
    addresses: string[]
    ownerId: string | null
    /** known by a forwarder’s word alone, the name as well */
    isStated: boolean
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** the addresses that the reader may write from: of the inboxes in which he may act */
    senders: {
      /** digits */
      channelAccountId: string
      address: string
      /** the name that the contact sees beside the address */
      mailName: string
      inboxName: string
      refusal: {
        code: string
        sentence: string
        details: Record<string, string | number>
      } | null
    }[]
    signature: string | null
  }
  'PATCH /api/inboxes/{}': {
    /** digits */
    id: string
    name: string
    access: 'everyone' | 'specific'
    isDefault: boolean
    archivedAt: string | null
    /** false: the reader sets it up and looks at it, but works elsewhere */
    mayAct: boolean
    channelCount: number
    archiveRefusal: {
      code: string
      sentence: string
      details: Record<string, string | number>
    } | null
  }
  'PATCH /api/plan': {
    plan: 'free' | 'starter' | 'professional' | 'enterprise'
    /** the paid seats that Starter has, as a super admin sets them */
    starterSeats: number
    seats: {
      sales: number
      service: number
      none: number
      used: number
      allowed: number | null
    }
    inboxes: {
      used: number
      allowed: number | null
    }
    /** the inboxes in use, in the order in which a smaller plan keeps them; empty for who cannot change the plan */
    keeps: {
      /** digits */
      id: string
      name: string
    }[]
    mailDomains: {
      paid: string
      free: string
    }
    mayChange: boolean
  }
  'PATCH /api/profile': {
    user: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      language: 'en' | 'nb' | null
      theme: 'system' | 'light' | 'dark'
      usesShortcuts: boolean
      /** so long a reply from the screen can be undone; 0: it leaves at once */
      undoSeconds: number
      avatarUrl: string | null
    }
    account: {
      /** digits */
      id: string
      name: string
      plan: 'free' | 'starter' | 'professional' | 'enterprise'
      timeZone: string
    }
    /** the account asks for a second factor, and this person has none yet: nothing else answers */
    mustSetUpFactor: boolean
    /** GET alone: the inboxes that the person sees; nothing of others may be kept */
    inboxIds?: string[]
    /** where the realtime stream stood when this was read: the first `after` */
    cursor: string
  }
  'PATCH /api/teams/{}': {
    /** digits */
    id: string
    name: string
    mainUserIds: string[]
    extraUserIds: string[]
  }
  'PATCH /api/tickets/{}': {
    /** digits */
    id: string
    /** from 1 in the account */
    number: number
    subject: string
    /** digits */
    inboxId: string
    pipelineId: string
    stageId: string
    /** as the stage is called */
    stage: string
    priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
    category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
    ownerId: string | null
    /** the owner is the conversation’s */
    ownerFollows: boolean
    contact: {
      /** digits */
      id: string
      name: string
    } | null
    threadId: string | null
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    closedAt: string | null
  }
  'PATCH /api/users/{}': {
    /** digits */
    id: string
    name: string
    isActive: boolean
    details: {
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      mainTeamId: string | null
      extraTeamIds: string[]
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      lastSeenAt: string | null
      /** whether the reader may change this row */
      mayManage: boolean
    } | null
  }
  'PATCH /conversations/v3/conversations/threads/{}': {
    /** digits */
    id: string
    status: 'OPEN' | 'CLOSED'
    /** digits */
    inboxId: string
    /** digits */
    associatedContactId: string
    assignedTo?: string
    spam: boolean
    archived: boolean
    /** digits */
    originalChannelId: string
    /** digits */
    originalChannelAccountId: string
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    closedAt?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageTimestamp?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageReceivedTimestamp?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageSentTimestamp?: string
    threadAssociations?: {
      /** digits */
      associatedTicketId?: string
    }
  }
  'PATCH /crm/v3/objects/users/{}': {
    id: string
    properties: Record<string, string | null>
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    updatedAt: string
    archived: boolean
  }
  'POST /api/accounts': {
    user: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      language: 'en' | 'nb' | null
      theme: 'system' | 'light' | 'dark'
      usesShortcuts: boolean
      /** so long a reply from the screen can be undone; 0: it leaves at once */
      undoSeconds: number
      avatarUrl: string | null
    }
    account: {
      /** digits */
      id: string
      name: string
      plan: 'free' | 'starter' | 'professional' | 'enterprise'
      timeZone: string
    }
    /** the account asks for a second factor, and this person has none yet: nothing else answers */
    mustSetUpFactor: boolean
    /** GET alone: the inboxes that the person sees; nothing of others may be kept */
    inboxIds?: string[]
    /** where the realtime stream stood when this was read: the first `after` */
    cursor: string
  }
  'POST /api/channels/{}/from-address': {
    /** digits */
    id: string
    /** digits */
    inboxId: string
    type: 'fallback-email'
    address: string
    /** the account’s first address */
    isDefault: boolean
    isOn: boolean
    statusChangedAt: string | null
    statusChangedBy: string | null
    /** mails refused since it was turned off */
    refused: number
    /** mails that wait until it is turned on */
    held: number
    lastReceivedAt: string | null
    /** its open conversations in its inbox */
    openThreads: number
    isSending: boolean
    fromNameMode: 'agent-and-company' | 'company'
    companyName: string
    assignment: {
      /** *Automatically assign conversations* */
      isOn: boolean
      assignTo: 'specific' | 'contactOwner'
      /** of `specific`: people with a paid seat and access to the inbox */
      userIds: string[]
      /** of `specific`: their main members are meant */
      teamIds: string[]
      /** false: also people who are away or outside their working hours */
      onlyAvailable: boolean
      /** a conversation that a message reopens is assigned anew where its assignee has left or is not available */
      reroutesReopened: boolean
      /** who was chosen and can be given nothing: skipped until that is mended or the rule is changed */
      broken: {
        kind: 'user' | 'team'
        id: string | null
        name: string
        reason: 'inactive' | 'noSeat' | 'noAccess' | 'teamGone' | 'teamEmpty'
      }[]
    }
    fromAddress: string | null
    /** what the next mail is from */
    sendsFrom: string
    /** what the account has proven, whichever channel asked, and what this channel waits for */
    fromAddresses: {
      /** digits */
      id: string
      address: string
      state: 'waiting' | 'proven' | 'expired'
      /** ISO 8601, UTC, milliseconds */
      expiresAt: string
      /** this channel asked for it */
      isAskedHere: boolean
      /** the mail with the link could not be delivered */
      isUndelivered: boolean
    }[]
    /** a forwarded mail is logged on who wrote it, not on who forwarded it */
    usesOriginalSender: boolean
    signature: {
      isOn: boolean
      mode: 'simple' | 'html'
      /** kept as mail programs show it; tokens: {{full_name}}, {{first_name}}, {{last_name}} of who sends; pictures by data-cid="signature-ID" (POST /api/signature-images) */
      html: string
    }
    tickets: {
      isOn: boolean
      /** 1 to 200 characters; {subject}: the first message's */
      name: string
      pipelineId: string
      stageId: string
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
      category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
      /** `conversation`, `contact-owner`, `none`, or the id of an active user */
      owner: string
    }
    removeRefusal: {
      code: string
      sentence: string
      details: Record<string, string | number>
    } | null
  }
  'POST /api/channels/{}/try-assignment': {
    /** how many conversations, the newest first */
    tried: number
    /** false: the time for it was over before all were tried */
    isComplete: boolean
    /** most first */
    people: {
      /** digits */
      userId: string
      count: number
    }[]
    /** most first */
    unassigned: {
      reason: 'nobodyChosen' | 'nobodyEligible' | 'noOwner' | 'statedContact' | 'refutedSender' | 'ownerSkipped' | 'automaticMail'
      count: number
    }[]
    /** who was passed over how often, most first, at most 50 */
    skipped: {
      /** digits */
      userId: string
      reason: 'inactive' | 'extraMemberOnly' | 'noSeat' | 'noAccess' | 'away' | 'outsideHours'
      count: number
    }[]
  }
  'POST /api/contacts/{}/emails': {
    /** digits */
    threadId: string
    messageId: string
  }
  'POST /api/deliveries/{}/retry': {
    /** digits */
    recipientId: string
    kind: 'to' | 'cc' | 'bcc'
    name: string
    address: string
    state: 'queued' | 'held' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'uncertain'
    reply: string | null
    attempts: number
    nextAttemptAt: string | null
    leavesAt: string | null
    sentAt: string | null
    delayedAt: string | null
  }
  'POST /api/from-addresses/confirm': {
    address: string
    /** the company that asks */
    accountName: string
  }
  'POST /api/from-addresses/open': {
    address: string
    /** the company that asks */
    accountName: string
  }
  'POST /api/inboxes': {
    /** digits */
    id: string
    name: string
    access: 'everyone' | 'specific'
    isDefault: boolean
    archivedAt: string | null
    /** false: the reader sets it up and looks at it, but works elsewhere */
    mayAct: boolean
    channelCount: number
    archiveRefusal: {
      code: string
      sentence: string
      details: Record<string, string | number>
    } | null
  }
  'POST /api/inboxes/{}/archive': {
    /** digits */
    id: string
    name: string
    access: 'everyone' | 'specific'
    isDefault: boolean
    archivedAt: string | null
    /** false: the reader sets it up and looks at it, but works elsewhere */
    mayAct: boolean
    channelCount: number
    archiveRefusal: {
      code: string
      sentence: string
      details: Record<string, string | number>
    } | null
  }
  'POST /api/inboxes/{}/channels': {
    /** digits */
    id: string
    /** digits */
    inboxId: string
    type: 'fallback-email'
    address: string
    /** the account’s first address */
    isDefault: boolean
    isOn: boolean
    statusChangedAt: string | null
    statusChangedBy: string | null
    /** mails refused since it was turned off */
    refused: number
    /** mails that wait until it is turned on */
    held: number
    lastReceivedAt: string | null
    /** its open conversations in its inbox */
    openThreads: number
    isSending: boolean
    fromNameMode: 'agent-and-company' | 'company'
    companyName: string
    assignment: {
      /** *Automatically assign conversations* */
      isOn: boolean
      assignTo: 'specific' | 'contactOwner'
      /** of `specific`: people with a paid seat and access to the inbox */
      userIds: string[]
      /** of `specific`: their main members are meant */
      teamIds: string[]
      /** false: also people who are away or outside their working hours */
      onlyAvailable: boolean
      /** a conversation that a message reopens is assigned anew where its assignee has left or is not available */
      reroutesReopened: boolean
      /** who was chosen and can be given nothing: skipped until that is mended or the rule is changed */
      broken: {
        kind: 'user' | 'team'
        id: string | null
        name: string
        reason: 'inactive' | 'noSeat' | 'noAccess' | 'teamGone' | 'teamEmpty'
      }[]
    }
    fromAddress: string | null
    /** what the next mail is from */
    sendsFrom: string
    /** what the account has proven, whichever channel asked, and what this channel waits for */
    fromAddresses: {
      /** digits */
      id: string
      address: string
      state: 'waiting' | 'proven' | 'expired'
      /** ISO 8601, UTC, milliseconds */
      expiresAt: string
      /** this channel asked for it */
      isAskedHere: boolean
      /** the mail with the link could not be delivered */
      isUndelivered: boolean
    }[]
    /** a forwarded mail is logged on who wrote it, not on who forwarded it */
    usesOriginalSender: boolean
    signature: {
      isOn: boolean
      mode: 'simple' | 'html'
      /** kept as mail programs show it; tokens: {{full_name}}, {{first_name}}, {{last_name}} of who sends; pictures by data-cid="signature-ID" (POST /api/signature-images) */
      html: string
    }
    tickets: {
      isOn: boolean
      /** 1 to 200 characters; {subject}: the first message's */
      name: string
      pipelineId: string
      stageId: string
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
      category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
      /** `conversation`, `contact-owner`, `none`, or the id of an active user */
      owner: string
    }
    removeRefusal: {
      code: string
      sentence: string
      details: Record<string, string | number>
    } | null
  }
  'POST /api/inboxes/{}/restore': {
    /** digits */
    id: string
    name: string
    access: 'everyone' | 'specific'
    isDefault: boolean
    archivedAt: string | null
    /** false: the reader sets it up and looks at it, but works elsewhere */
    mayAct: boolean
    channelCount: number
    archiveRefusal: {
      code: string
      sentence: string
      details: Record<string, string | number>
    } | null
  }
  'POST /api/invitations': {
    results: {
      invitation: {
        /** digits */
        id: string
        email: string
        /** as the inviter wrote it; may be empty */
        name: string
        role: 'super-admin' | 'account-access' | 'user'
        seat: 'none' | 'sales' | 'service'
        mainTeamId: string | null
        extraTeamIds: string[]
        state: 'waiting' | 'expired' | 'accepted'
        invitedById: string | null
        /** ISO 8601, UTC, milliseconds */
        createdAt: string
        /** ISO 8601, UTC, milliseconds */
        expiresAt: string
        acceptedAt: string | null
        mailState: 'queued' | 'held' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'uncertain' | null
        mayManage: boolean
      }
      link: string | null
    }[]
  }
  'POST /api/invitations/accept': {
    user: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      language: 'en' | 'nb' | null
      theme: 'system' | 'light' | 'dark'
      usesShortcuts: boolean
      /** so long a reply from the screen can be undone; 0: it leaves at once */
      undoSeconds: number
      avatarUrl: string | null
    }
    account: {
      /** digits */
      id: string
      name: string
      plan: 'free' | 'starter' | 'professional' | 'enterprise'
      timeZone: string
    }
    /** the account asks for a second factor, and this person has none yet: nothing else answers */
    mustSetUpFactor: boolean
    /** GET alone: the inboxes that the person sees; nothing of others may be kept */
    inboxIds?: string[]
    /** where the realtime stream stood when this was read: the first `after` */
    cursor: string
  }
  'POST /api/invitations/join': {
    user: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      language: 'en' | 'nb' | null
      theme: 'system' | 'light' | 'dark'
      usesShortcuts: boolean
      /** so long a reply from the screen can be undone; 0: it leaves at once */
      undoSeconds: number
      avatarUrl: string | null
    }
    account: {
      /** digits */
      id: string
      name: string
      plan: 'free' | 'starter' | 'professional' | 'enterprise'
      timeZone: string
    }
    /** the account asks for a second factor, and this person has none yet: nothing else answers */
    mustSetUpFactor: boolean
    /** GET alone: the inboxes that the person sees; nothing of others may be kept */
    inboxIds?: string[]
    /** where the realtime stream stood when this was read: the first `after` */
    cursor: string
  }
  'POST /api/invitations/open': {
    email: string
    name: string
    accountName: string
    inviterName: string | null
    step: 'newLogin' | 'signIn' | 'password'
    /** the address was never proven, so others may know the password: a new one is chosen */
    asksForNewPassword: boolean
  }
  'POST /api/invitations/preview': {
    lines: {
      /** counted from 1, in the text */
      line: number
      email: string
      name: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      mainTeamId: string | null
      extraTeamIds: string[]
      problems: {
        code: 'badAddress' | 'repeated' | 'alreadyUser' | 'deactivatedUser' | 'alreadyInvited' | 'unknownRole' | 'unknownSeat' | 'unknownTeam' | 'noSeat' | 'roleAbove'
        /** what stands there */
        value: string
        sentence: string
      }[]
    }[]
  }
  'POST /api/invitations/{}/resend': {
    invitation: {
      /** digits */
      id: string
      email: string
      /** as the inviter wrote it; may be empty */
      name: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      mainTeamId: string | null
      extraTeamIds: string[]
      state: 'waiting' | 'expired' | 'accepted'
      invitedById: string | null
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      /** ISO 8601, UTC, milliseconds */
      expiresAt: string
      acceptedAt: string | null
      mailState: 'queued' | 'held' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'uncertain' | null
      mayManage: boolean
    }
    link: string | null
  }
  'POST /api/messages/{}/undo': {
    /** digits */
    threadId: string
    kind: 'reply' | 'comment'
    content: {
      mode: 'reply' | 'replyAll' | 'comment'
      html: string
      text: string
      to: {
        name: string
        address: string
      }[]
      cc: {
        name: string
        address: string
      }[]
      bcc: {
        name: string
        address: string
      }[]
      attachments: {
        /** digits */
        fileId: string
        name: string
        size: number
        mediaType: string
      }[]
      answersMessageId: string | null
      idempotencyKey: string
    }
    /** ISO 8601, UTC, milliseconds */
    updatedAt: string
  }
  'POST /api/onboarding/examples': {
    threads: number
  }
  'POST /api/passkeys': {
    recoveryCodes: string[] | null
  }
  'POST /api/passkeys/begin': {
    challenge: string
    rp: {
      id: string
      name: string
    }
    user: {
      id: string
      name: string
      displayName: string
    }
    pubKeyCredParams: {
      type: 'public-key'
      alg: number
    }[]
    /** milliseconds */
    timeout: number
    attestation: 'none'
    excludeCredentials: {
      id: string
      type: 'public-key'
      transports: string[]
    }[]
    authenticatorSelection: {
      residentKey: 'preferred'
      userVerification: 'required'
    }
  }
  'POST /api/private-apps': {
    app: {
      /** digits */
      id: string
      name: string
      scopes: string[]
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      lastUsedAt: string | null
    }
    token: string | null
  }
  'POST /api/recovery-codes': {
    /** each good for one sign-in; shown this once */
    recoveryCodes: string[]
  }
  'POST /api/session': {
    user: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      language: 'en' | 'nb' | null
      theme: 'system' | 'light' | 'dark'
      usesShortcuts: boolean
      /** so long a reply from the screen can be undone; 0: it leaves at once */
      undoSeconds: number
      avatarUrl: string | null
    }
    account: {
      /** digits */
      id: string
      name: string
      plan: 'free' | 'starter' | 'professional' | 'enterprise'
      timeZone: string
    }
    /** the account asks for a second factor, and this person has none yet: nothing else answers */
    mustSetUpFactor: boolean
    /** GET alone: the inboxes that the person sees; nothing of others may be kept */
    inboxIds?: string[]
    /** where the realtime stream stood when this was read: the first `after` */
    cursor: string
  } | {
    needs: 'second-factor'
    /** goes into the second step, within 10 minutes, once */
    challenge: string
    /** a recovery code is taken besides */
    methods: ('code' | 'passkey')[]
  }
  'POST /api/session/account': {
    user: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      language: 'en' | 'nb' | null
      theme: 'system' | 'light' | 'dark'
      usesShortcuts: boolean
      /** so long a reply from the screen can be undone; 0: it leaves at once */
      undoSeconds: number
      avatarUrl: string | null
    }
    account: {
      /** digits */
      id: string
      name: string
      plan: 'free' | 'starter' | 'professional' | 'enterprise'
      timeZone: string
    }
    /** the account asks for a second factor, and this person has none yet: nothing else answers */
    mustSetUpFactor: boolean
    /** GET alone: the inboxes that the person sees; nothing of others may be kept */
    inboxIds?: string[]
    /** where the realtime stream stood when this was read: the first `after` */
    cursor: string
  }
  'POST /api/session/passkey': {
    user: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      language: 'en' | 'nb' | null
      theme: 'system' | 'light' | 'dark'
      usesShortcuts: boolean
      /** so long a reply from the screen can be undone; 0: it leaves at once */
      undoSeconds: number
      avatarUrl: string | null
    }
    account: {
      /** digits */
      id: string
      name: string
      plan: 'free' | 'starter' | 'professional' | 'enterprise'
      timeZone: string
    }
    /** the account asks for a second factor, and this person has none yet: nothing else answers */
    mustSetUpFactor: boolean
    /** GET alone: the inboxes that the person sees; nothing of others may be kept */
    inboxIds?: string[]
    /** where the realtime stream stood when this was read: the first `after` */
    cursor: string
  }
  'POST /api/session/passkey-request': {
    challenge: string
    rpId: string
    /** milliseconds */
    timeout: number
    userVerification: 'required'
    allowCredentials: {
      id: string
      type: 'public-key'
      transports: string[]
    }[]
  }
  'POST /api/session/second-factor': {
    user: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      language: 'en' | 'nb' | null
      theme: 'system' | 'light' | 'dark'
      usesShortcuts: boolean
      /** so long a reply from the screen can be undone; 0: it leaves at once */
      undoSeconds: number
      avatarUrl: string | null
    }
    account: {
      /** digits */
      id: string
      name: string
      plan: 'free' | 'starter' | 'professional' | 'enterprise'
      timeZone: string
    }
    /** the account asks for a second factor, and this person has none yet: nothing else answers */
    mustSetUpFactor: boolean
    /** GET alone: the inboxes that the person sees; nothing of others may be kept */
    inboxIds?: string[]
    /** where the realtime stream stood when this was read: the first `after` */
    cursor: string
  }
  'POST /api/signature-images': {
    id: string
  }
  'POST /api/teams': {
    /** digits */
    id: string
    name: string
    mainUserIds: string[]
    extraUserIds: string[]
  }
  'POST /api/threads/{}/inbox': {
    thread: {
      /** digits */
      id: string
      seq: number
      /** the seq at which the last message for the reader came in */
      receivedSeq: number
      /** the inboxes that show it, its home first */
      inboxIds: string[]
      channel: 'email'
      subject: string
      snippet: string
      snippetBy: 'contact' | 'user' | 'comment'
      contact: {
        /** digits */
        id: string
        name: string
        address: string
      }
      /** the contact is who a forwarder says he is, proven by nothing (S22) */
      isContactStated: boolean
      status: 'open' | 'closed'
      assigneeId: string | null
      /** ISO 8601, UTC, milliseconds */
      latestMessageAt: string
      waitingSince: string | null
      messageCount: number
      attachmentCount: number
      /** recipients that a message of ours did not reach */
      failedCount: number
      isExample: boolean
      readSeq: number
      hasDraft: boolean
      /** the first words of the reader’s newest draft, else its files; empty without one */
      draftSnippet: string
    }
    mayAct: boolean
    refusal: {
      code: string
      sentence: string
    } | null
    channelAccount: {
      /** digits */
      id: string
      /** digits */
      channelId: string
      address: string
      /** the address that the customer sees */
      sendsFrom: string
      /** the name that the customer sees beside the address when you write */
      mailName: string
      signature: string | null
      insteadOf: string | null
      refusal: {
        code: string
        sentence: string
        details: Record<string, string | number>
      } | null
      /** where nothing can be sent from it: other channels of the conversation’s inboxes that can */
      alternatives: {
        /** digits */
        id: string
        address: string
        sendsFrom: string
        mailName: string
        signature: string | null
      }[]
    }
    contact: {
      /** digits */
      id: string
      name: string
      addresses: string[]
      ownerId: string | null
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      /** known by a forwarder’s word alone, the name as well */
      isStated: boolean
    }
    /** the contact’s newest other conversations that the reader may see, at most 5 */
    otherThreads: {
      /** digits */
      id: string
      subject: string
      status: 'open' | 'closed'
      /** ISO 8601, UTC, milliseconds */
      latestMessageAt: string
    }[]
    routing: {
      /** ISO 8601, UTC, milliseconds */
      at: string
      to: string | null
      why: {
        trigger: 'opened' | 'reopened'
        assignTo: 'specific' | 'contactOwner'
        onlyAvailable: boolean
        outcome: 'assigned' | 'stays' | 'nobodyChosen' | 'nobodyEligible' | 'noOwner' | 'statedContact' | 'refutedSender' | 'ownerSkipped' | 'automaticMail'
        /** who was looked at, at most 50: `waits` was given one more lately than who was chosen */
        candidates: {
          /** digits */
          userId: string
          outcome: 'chosen' | 'waits' | 'inactive' | 'extraMemberOnly' | 'noSeat' | 'noAccess' | 'away' | 'outsideHours'
        }[]
        /** candidates beyond those */
        more: number
        previousReason: 'inactive' | 'extraMemberOnly' | 'noSeat' | 'noAccess' | 'away' | 'outsideHours' | null
        isOwnerMailed: boolean
      }
    } | null
    tickets: {
      /** digits */
      id: string
      /** from 1 in the account */
      number: number
      subject: string
      /** digits */
      inboxId: string
      pipelineId: string
      stageId: string
      /** as the stage is called */
      stage: string
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
      category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
      ownerId: string | null
      /** the owner is the conversation’s */
      ownerFollows: boolean
      contact: {
        /** digits */
        id: string
        name: string
      } | null
      threadId: string | null
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      closedAt: string | null
    }[]
    /** conversations that this one may belong to; an agent joins it in one click */
    suggestions: {
      /** digits */
      threadId: string
      subject: string
      because: 'replyAddress' | 'messageId' | 'subject'
    }[]
  }
  'POST /api/threads/{}/join': {
    thread: {
      /** digits */
      id: string
      seq: number
      /** the seq at which the last message for the reader came in */
      receivedSeq: number
      /** the inboxes that show it, its home first */
      inboxIds: string[]
      channel: 'email'
      subject: string
      snippet: string
      snippetBy: 'contact' | 'user' | 'comment'
      contact: {
        /** digits */
        id: string
        name: string
        address: string
      }
      /** the contact is who a forwarder says he is, proven by nothing (S22) */
      isContactStated: boolean
      status: 'open' | 'closed'
      assigneeId: string | null
      /** ISO 8601, UTC, milliseconds */
      latestMessageAt: string
      waitingSince: string | null
      messageCount: number
      attachmentCount: number
      /** recipients that a message of ours did not reach */
      failedCount: number
      isExample: boolean
      readSeq: number
      hasDraft: boolean
      /** the first words of the reader’s newest draft, else its files; empty without one */
      draftSnippet: string
    }
    mayAct: boolean
    refusal: {
      code: string
      sentence: string
    } | null
    channelAccount: {
      /** digits */
      id: string
      /** digits */
      channelId: string
      address: string
      /** the address that the customer sees */
      sendsFrom: string
      /** the name that the customer sees beside the address when you write */
      mailName: string
      signature: string | null
      insteadOf: string | null
      refusal: {
        code: string
        sentence: string
        details: Record<string, string | number>
      } | null
      /** where nothing can be sent from it: other channels of the conversation’s inboxes that can */
      alternatives: {
        /** digits */
        id: string
        address: string
        sendsFrom: string
        mailName: string
        signature: string | null
      }[]
    }
    contact: {
      /** digits */
      id: string
      name: string
      addresses: string[]
      ownerId: string | null
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      /** known by a forwarder’s word alone, the name as well */
      isStated: boolean
    }
    /** the contact’s newest other conversations that the reader may see, at most 5 */
    otherThreads: {
      /** digits */
      id: string
      subject: string
      status: 'open' | 'closed'
      /** ISO 8601, UTC, milliseconds */
      latestMessageAt: string
    }[]
    routing: {
      /** ISO 8601, UTC, milliseconds */
      at: string
      to: string | null
      why: {
        trigger: 'opened' | 'reopened'
        assignTo: 'specific' | 'contactOwner'
        onlyAvailable: boolean
        outcome: 'assigned' | 'stays' | 'nobodyChosen' | 'nobodyEligible' | 'noOwner' | 'statedContact' | 'refutedSender' | 'ownerSkipped' | 'automaticMail'
        /** who was looked at, at most 50: `waits` was given one more lately than who was chosen */
        candidates: {
          /** digits */
          userId: string
          outcome: 'chosen' | 'waits' | 'inactive' | 'extraMemberOnly' | 'noSeat' | 'noAccess' | 'away' | 'outsideHours'
        }[]
        /** candidates beyond those */
        more: number
        previousReason: 'inactive' | 'extraMemberOnly' | 'noSeat' | 'noAccess' | 'away' | 'outsideHours' | null
        isOwnerMailed: boolean
      }
    } | null
    tickets: {
      /** digits */
      id: string
      /** from 1 in the account */
      number: number
      subject: string
      /** digits */
      inboxId: string
      pipelineId: string
      stageId: string
      /** as the stage is called */
      stage: string
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
      category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
      ownerId: string | null
      /** the owner is the conversation’s */
      ownerFollows: boolean
      contact: {
        /** digits */
        id: string
        name: string
      } | null
      threadId: string | null
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      closedAt: string | null
    }[]
    /** conversations that this one may belong to; an agent joins it in one click */
    suggestions: {
      /** digits */
      threadId: string
      subject: string
      because: 'replyAddress' | 'messageId' | 'subject'
    }[]
  }
  'POST /api/totp': {
    /** base32 */
    secret: string
    /** otpauth: what the picture holds */
    uri: string
    /** goes with the first code, within 30 minutes */
    setup: string
  }
  'POST /api/totp/confirm': {
    recoveryCodes: string[] | null
  }
  'POST /api/users': {
    /** digits */
    id: string
    name: string
    isActive: boolean
    details: {
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      mainTeamId: string | null
      extraTeamIds: string[]
      /** ISO 8601, UTC, milliseconds */
      createdAt: string
      lastSeenAt: string | null
      /** whether the reader may change this row */
      mayManage: boolean
    } | null
  }
  'POST /conversations/conversations/v3/threads/{}/assignee': {
    /** digits */
    id: string
    status: 'OPEN' | 'CLOSED'
    /** digits */
    inboxId: string
    /** digits */
    associatedContactId: string
    assignedTo?: string
    spam: boolean
    archived: boolean
    /** digits */
    originalChannelId: string
    /** digits */
    originalChannelAccountId: string
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    closedAt?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageTimestamp?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageReceivedTimestamp?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageSentTimestamp?: string
    threadAssociations?: {
      /** digits */
      associatedTicketId?: string
    }
  }
  'POST /conversations/v3/conversations/actors/batch/read': {
    status: 'COMPLETE'
    results: {
      id: string
      type: 'AGENT' | 'VISITOR' | 'EMAIL' | 'INTEGRATOR' | 'SYSTEM' | 'LLM' | 'BOT'
      name?: string
      email?: string
      avatar?: string
    }[]
    /** ISO 8601, UTC, milliseconds */
    startedAt: string
    /** ISO 8601, UTC, milliseconds */
    completedAt: string
    numErrors?: number
    errors?: {
      status: 'error'
      category: string
      message: string
      context: Record<string, string[]>
    }[]
  }
  'POST /conversations/v3/conversations/threads/{}/assignee': {
    /** digits */
    id: string
    status: 'OPEN' | 'CLOSED'
    /** digits */
    inboxId: string
    /** digits */
    associatedContactId: string
    assignedTo?: string
    spam: boolean
    archived: boolean
    /** digits */
    originalChannelId: string
    /** digits */
    originalChannelAccountId: string
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    closedAt?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageTimestamp?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageReceivedTimestamp?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageSentTimestamp?: string
    threadAssociations?: {
      /** digits */
      associatedTicketId?: string
    }
  }
  'POST /conversations/v3/conversations/threads/{}/messages': {
    id: string
    /** digits */
    conversationsThreadId: string
    type: 'MESSAGE' | 'COMMENT' | 'WELCOME_MESSAGE' | 'ASSIGNMENT' | 'THREAD_STATUS_CHANGE' | 'THREAD_INBOX_CHANGE'
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    updatedAt?: string
    createdBy: string
    client: {
      clientType: 'HUBSPOT' | 'SYSTEM' | 'INTEGRATION' | 'UNKNOWN'
      integrationAppId?: number
    }
    senders: {
      actorId?: string
      name?: string
      senderField?: string
      deliveryIdentifier?: {
        type: 'HS_EMAIL_ADDRESS' | 'HS_PHONE_NUMBER' | 'HS_SHORT_CODE' | 'CHANNEL_SPECIFIC_OPAQUE_ID'
        value: string
      }
    }[]
    recipients: {
      actorId?: string
      name?: string
      recipientField?: 'TO' | 'CC' | 'BCC'
      deliveryIdentifier: {
        type: 'HS_EMAIL_ADDRESS' | 'HS_PHONE_NUMBER' | 'HS_SHORT_CODE' | 'CHANNEL_SPECIFIC_OPAQUE_ID'
        value: string
      }
    }[]
    archived: boolean
    /** digits */
    channelId?: string
    /** digits */
    channelAccountId?: string
    direction?: 'INCOMING' | 'OUTGOING'
    text?: string
    richText?: string
    subject?: string
    inReplyToId?: string
    truncationStatus?: 'NOT_TRUNCATED' | 'TRUNCATED_TO_MOST_RECENT_REPLY' | 'TRUNCATED'
    status?: {
      statusType: 'SENT' | 'FAILED' | 'RECEIVED' | 'READ'
      failureDetails?: {
        errorMessage?: string
        errorMessageTokens: Record<string, string>
      }
    }
    attachments?: {
      type: 'FILE'
      /** digits */
      fileId: string
      name?: string
      url?: string
      fileUsageType: 'IMAGE' | 'AUDIO' | 'VOICE_RECORDING' | 'STICKER' | 'OTHER'
    }[]
    assignedFrom?: string
    assignedTo?: string
    newStatus?: 'OPEN' | 'CLOSED'
    /** digits */
    fromInboxId?: string
    /** digits */
    toInboxId?: string
  }
  'POST /files/v3/files': {
    /** digits */
    id: string
    name: string
    path: string
    extension: string
    type: 'IMG' | 'DOCUMENT' | 'AUDIO' | 'MOVIE' | 'OTHER'
    mediaType: string
    size: number
    url: string
    access: 'PRIVATE'
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    updatedAt: string
    archived: boolean
  }
  'POST /settings/users/v3': {
    id: string
    email: string
    firstName?: string
    lastName?: string
    superAdmin: boolean
    roleId?: string
    roleIds: string[]
    primaryTeamId?: string
    secondaryTeamIds: string[]
    seatNames: string[]
    sendWelcomeEmail?: boolean
  }
  'POST /settings/v3/users': {
    id: string
    email: string
    firstName?: string
    lastName?: string
    superAdmin: boolean
    roleId?: string
    roleIds: string[]
    primaryTeamId?: string
    secondaryTeamIds: string[]
    seatNames: string[]
    sendWelcomeEmail?: boolean
  }
  'PUT /api/availability': {
    /** digits */
    userId: string
    availability: 'available' | 'away' | 'outside-hours'
    until: string | null
    switch: 'available' | 'away'
    setBy: {
      /** digits */
      id: string
      name: string
    } | null
    setAt: string | null
  }
  'PUT /api/availability-settings': {
    /** also asks for a browser seen in the last 15 minutes */
    asksForBrowser: boolean
  }
  'PUT /api/channels/{}/inbox': {
    /** digits */
    id: string
    /** digits */
    inboxId: string
    type: 'fallback-email'
    address: string
    /** the account’s first address */
    isDefault: boolean
    isOn: boolean
    statusChangedAt: string | null
    statusChangedBy: string | null
    /** mails refused since it was turned off */
    refused: number
    /** mails that wait until it is turned on */
    held: number
    lastReceivedAt: string | null
    /** its open conversations in its inbox */
    openThreads: number
    isSending: boolean
    fromNameMode: 'agent-and-company' | 'company'
    companyName: string
    assignment: {
      /** *Automatically assign conversations* */
      isOn: boolean
      assignTo: 'specific' | 'contactOwner'
      /** of `specific`: people with a paid seat and access to the inbox */
      userIds: string[]
      /** of `specific`: their main members are meant */
      teamIds: string[]
      /** false: also people who are away or outside their working hours */
      onlyAvailable: boolean
      /** a conversation that a message reopens is assigned anew where its assignee has left or is not available */
      reroutesReopened: boolean
      /** who was chosen and can be given nothing: skipped until that is mended or the rule is changed */
      broken: {
        kind: 'user' | 'team'
        id: string | null
        name: string
        reason: 'inactive' | 'noSeat' | 'noAccess' | 'teamGone' | 'teamEmpty'
      }[]
    }
    fromAddress: string | null
    /** what the next mail is from */
    sendsFrom: string
    /** what the account has proven, whichever channel asked, and what this channel waits for */
    fromAddresses: {
      /** digits */
      id: string
      address: string
      state: 'waiting' | 'proven' | 'expired'
      /** ISO 8601, UTC, milliseconds */
      expiresAt: string
      /** this channel asked for it */
      isAskedHere: boolean
      /** the mail with the link could not be delivered */
      isUndelivered: boolean
    }[]
    /** a forwarded mail is logged on who wrote it, not on who forwarded it */
    usesOriginalSender: boolean
    signature: {
      isOn: boolean
      mode: 'simple' | 'html'
      /** kept as mail programs show it; tokens: {{full_name}}, {{first_name}}, {{last_name}} of who sends; pictures by data-cid="signature-ID" (POST /api/signature-images) */
      html: string
    }
    tickets: {
      isOn: boolean
      /** 1 to 200 characters; {subject}: the first message's */
      name: string
      pipelineId: string
      stageId: string
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
      category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
      /** `conversation`, `contact-owner`, `none`, or the id of an active user */
      owner: string
    }
    removeRefusal: {
      code: string
      sentence: string
      details: Record<string, string | number>
    } | null
  }
  'PUT /api/channels/{}/status': {
    /** digits */
    id: string
    /** digits */
    inboxId: string
    type: 'fallback-email'
    address: string
    /** the account’s first address */
    isDefault: boolean
    isOn: boolean
    statusChangedAt: string | null
    statusChangedBy: string | null
    /** mails refused since it was turned off */
    refused: number
    /** mails that wait until it is turned on */
    held: number
    lastReceivedAt: string | null
    /** its open conversations in its inbox */
    openThreads: number
    isSending: boolean
    fromNameMode: 'agent-and-company' | 'company'
    companyName: string
    assignment: {
      /** *Automatically assign conversations* */
      isOn: boolean
      assignTo: 'specific' | 'contactOwner'
      /** of `specific`: people with a paid seat and access to the inbox */
      userIds: string[]
      /** of `specific`: their main members are meant */
      teamIds: string[]
      /** false: also people who are away or outside their working hours */
      onlyAvailable: boolean
      /** a conversation that a message reopens is assigned anew where its assignee has left or is not available */
      reroutesReopened: boolean
      /** who was chosen and can be given nothing: skipped until that is mended or the rule is changed */
      broken: {
        kind: 'user' | 'team'
        id: string | null
        name: string
        reason: 'inactive' | 'noSeat' | 'noAccess' | 'teamGone' | 'teamEmpty'
      }[]
    }
    fromAddress: string | null
    /** what the next mail is from */
    sendsFrom: string
    /** what the account has proven, whichever channel asked, and what this channel waits for */
    fromAddresses: {
      /** digits */
      id: string
      address: string
      state: 'waiting' | 'proven' | 'expired'
      /** ISO 8601, UTC, milliseconds */
      expiresAt: string
      /** this channel asked for it */
      isAskedHere: boolean
      /** the mail with the link could not be delivered */
      isUndelivered: boolean
    }[]
    /** a forwarded mail is logged on who wrote it, not on who forwarded it */
    usesOriginalSender: boolean
    signature: {
      isOn: boolean
      mode: 'simple' | 'html'
      /** kept as mail programs show it; tokens: {{full_name}}, {{first_name}}, {{last_name}} of who sends; pictures by data-cid="signature-ID" (POST /api/signature-images) */
      html: string
    }
    tickets: {
      isOn: boolean
      /** 1 to 200 characters; {subject}: the first message's */
      name: string
      pipelineId: string
      stageId: string
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
      category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
      /** `conversation`, `contact-owner`, `none`, or the id of an active user */
      owner: string
    }
    removeRefusal: {
      code: string
      sentence: string
      details: Record<string, string | number>
    } | null
  }
  'PUT /api/inboxes/{}/access': {
    inbox: {
      /** digits */
      id: string
      name: string
    }
    access: 'everyone' | 'specific'
    userIds: string[]
    teamIds: string[]
    /** the account’s active users */
    people: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      teamIds: string[]
    }[]
    teams: {
      /** digits */
      id: string
      name: string
    }[]
  }
  'PUT /api/profile/avatar': {
    user: {
      /** digits */
      id: string
      name: string
      email: string
      role: 'super-admin' | 'account-access' | 'user'
      seat: 'none' | 'sales' | 'service'
      language: 'en' | 'nb' | null
      theme: 'system' | 'light' | 'dark'
      usesShortcuts: boolean
      /** so long a reply from the screen can be undone; 0: it leaves at once */
      undoSeconds: number
      avatarUrl: string | null
    }
    account: {
      /** digits */
      id: string
      name: string
      plan: 'free' | 'starter' | 'professional' | 'enterprise'
      timeZone: string
    }
    /** the account asks for a second factor, and this person has none yet: nothing else answers */
    mustSetUpFactor: boolean
    /** GET alone: the inboxes that the person sees; nothing of others may be kept */
    inboxIds?: string[]
    /** where the realtime stream stood when this was read: the first `after` */
    cursor: string
  }
  'PUT /api/profile/working-hours': {
    timeZone: string | null
    /** none: always */
    workingHours: {
      days: 'MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY' | 'MONDAY_TO_FRIDAY' | 'SATURDAY_SUNDAY' | 'EVERY_DAY'
      startMinute: number
      endMinute: number
    }[]
    holidays: {
      label: string
      /** local: 2026-12-24 or 2026-12-24T12:00 */
      from: string
      /** a date is included, a minute is not */
      to: string
    }[]
    accountTimeZone: string
  }
  'PUT /api/threads/{}/drafts/{}': {
    /** digits */
    threadId: string
    kind: 'reply' | 'comment'
    content: {
      mode: 'reply' | 'replyAll' | 'comment'
      html: string
      text: string
      to: {
        name: string
        address: string
      }[]
      cc: {
        name: string
        address: string
      }[]
      bcc: {
        name: string
        address: string
      }[]
      attachments: {
        /** digits */
        fileId: string
        name: string
        size: number
        mediaType: string
      }[]
      answersMessageId: string | null
      idempotencyKey: string
    }
    /** ISO 8601, UTC, milliseconds */
    updatedAt: string
  }
  'PUT /api/users/{}/availability': {
    /** digits */
    userId: string
    availability: 'available' | 'away' | 'outside-hours'
    until: string | null
    switch: 'available' | 'away'
    setBy: {
      /** digits */
      id: string
      name: string
    } | null
    setAt: string | null
  }
  'PUT /api/users/{}/working-hours': {
    timeZone: string | null
    /** none: always */
    workingHours: {
      days: 'MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY' | 'MONDAY_TO_FRIDAY' | 'SATURDAY_SUNDAY' | 'EVERY_DAY'
      startMinute: number
      endMinute: number
    }[]
    holidays: {
      label: string
      /** local: 2026-12-24 or 2026-12-24T12:00 */
      from: string
      /** a date is included, a minute is not */
      to: string
    }[]
    accountTimeZone: string
  }
  'PUT /conversations/conversations/v3/threads/{}/assignee': {
    /** digits */
    id: string
    status: 'OPEN' | 'CLOSED'
    /** digits */
    inboxId: string
    /** digits */
    associatedContactId: string
    assignedTo?: string
    spam: boolean
    archived: boolean
    /** digits */
    originalChannelId: string
    /** digits */
    originalChannelAccountId: string
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    closedAt?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageTimestamp?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageReceivedTimestamp?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageSentTimestamp?: string
    threadAssociations?: {
      /** digits */
      associatedTicketId?: string
    }
  }
  'PUT /conversations/v3/conversations/threads/{}/assignee': {
    /** digits */
    id: string
    status: 'OPEN' | 'CLOSED'
    /** digits */
    inboxId: string
    /** digits */
    associatedContactId: string
    assignedTo?: string
    spam: boolean
    archived: boolean
    /** digits */
    originalChannelId: string
    /** digits */
    originalChannelAccountId: string
    /** ISO 8601, UTC, milliseconds */
    createdAt: string
    /** ISO 8601, UTC, milliseconds */
    closedAt?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageTimestamp?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageReceivedTimestamp?: string
    /** ISO 8601, UTC, milliseconds */
    latestMessageSentTimestamp?: string
    threadAssociations?: {
      /** digits */
      associatedTicketId?: string
    }
  }
  'PUT /settings/users/v3/{}': {
    id: string
    email: string
    firstName?: string
    lastName?: string
    superAdmin: boolean
    roleId?: string
    roleIds: string[]
    primaryTeamId?: string
    secondaryTeamIds: string[]
    seatNames: string[]
    sendWelcomeEmail?: boolean
  }
  'PUT /settings/v3/users/{}': {
    id: string
    email: string
    firstName?: string
    lastName?: string
    superAdmin: boolean
    roleId?: string
    roleIds: string[]
    primaryTeamId?: string
    secondaryTeamIds: string[]
    seatNames: string[]
    sendWelcomeEmail?: boolean
  }
}

/** What each operation takes as JSON. */
export type Bodies = {
  'PATCH /api/channels/{}': {
    isSending?: boolean
    fromNameMode?: 'agent-and-company' | 'company'
    /** 1 to 100 characters */
    companyName?: string
    assignment?: {
      /** *Automatically assign conversations* */
      isOn: boolean
      assignTo: 'specific' | 'contactOwner'
      /** of `specific`: people with a paid seat and access to the inbox */
      userIds: string[]
      /** of `specific`: their main members are meant */
      teamIds: string[]
      /** false: also people who are away or outside their working hours */
      onlyAvailable: boolean
      /** a conversation that a message reopens is assigned anew where its assignee has left or is not available */
      reroutesReopened: boolean
    }
    fromAddress?: string | null
    usesOriginalSender?: boolean
    signature?: {
      isOn: boolean
      mode: 'simple' | 'html'
      /** kept as mail programs show it; tokens: {{full_name}}, {{first_name}}, {{last_name}} of who sends; pictures by data-cid="signature-ID" (POST /api/signature-images) */
      html: string
    }
    tickets?: {
      isOn: boolean
      /** 1 to 200 characters; {subject}: the first message's */
      name: string
      pipelineId: string
      stageId: string
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
      category: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
      /** `conversation`, `contact-owner`, `none`, or the id of an active user */
      owner: string
    }
  }
  'PATCH /api/contacts/{}': {
    /** an active user; null: nobody */
    ownerId: string | null
  }
  'PATCH /api/inboxes/{}': {
    /** 1 to 100 characters, unique in the account whatever its case */
    name: string
  }
  'PATCH /api/passkeys/{}': {
    name: string
  }
  'PATCH /api/plan': {
    plan?: 'free' | 'starter' | 'professional' | 'enterprise'
    /** 0 to 10000 */
    starterSeats?: number
  }
  'PATCH /api/profile': {
    name?: string
    undoSeconds?: number
    signatureHtml?: string
    language?: 'en' | 'nb' | null
    theme?: 'system' | 'light' | 'dark'
    usesShortcuts?: boolean
  }
  'PATCH /api/teams/{}': {
    name?: string
    mainUserIds?: string[]
    extraUserIds?: string[]
  }
  'PATCH /api/tickets/{}': {
    /** 1 to 200 characters */
    subject?: string
    stageId?: string
    priority?: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
    category?: 'PRODUCT_ISSUE' | 'BILLING_ISSUE' | 'FEATURE_REQUEST' | 'GENERAL_INQUIRY' | null
    ownerId?: string | null
  }
  'PATCH /api/users/{}': {
    role?: 'super-admin' | 'account-access' | 'user'
    seat?: 'none' | 'sales' | 'service'
    mainTeamId?: string | null
    extraTeamIds?: string[]
    isActive?: boolean
  }
  'PATCH /conversations/v3/conversations/threads/{}': {
    status?: 'OPEN' | 'CLOSED'
    archived?: boolean
  }
  'PATCH /crm/v3/objects/users/{}': {
    properties: {
      hs_availability_status?: 'available' | 'away'
      hs_standard_time_zone?: string | null
      hs_working_hours?: string | null
      hs_out_of_office_hours?: string | null
    }
  }
  'POST /api/accounts': {
    companyName: string
    name: string
    /** an email address */
    email: string
    /** 10 to 200 characters */
    password: string
    /** the subdomain alone */
    inboxAddress?: string
    code?: string
    language?: 'en' | 'nb'
    /** an IANA time zone */
    timeZone?: string
  }
  'POST /api/channels/{}/from-address': {
    address: string
  }
  'POST /api/channels/{}/try-assignment': {
    assignment: {
      /** *Automatically assign conversations* */
      isOn: boolean
      assignTo: 'specific' | 'contactOwner'
      /** of `specific`: people with a paid seat and access to the inbox */
      userIds: string[]
      /** of `specific`: their main members are meant */
      teamIds: string[]
      /** false: also people who are away or outside their working hours */
      onlyAvailable: boolean
      /** a conversation that a message reopens is assigned anew where its assignee has left or is not available */
      reroutesReopened: boolean
    }
  }
  'POST /api/contacts/{}/emails': {
    /** digits */
    channelAccountId: string
    /** one of the contact’s addresses */
    to: string
    cc?: {
      name: string
      address: string
    }[]
    bcc?: {
      name: string
      address: string
    }[]
    subject: string
    text: string
    html: string
    fileIds: string[]
  }
  'POST /api/from-addresses/confirm': {
    /** what stands after the # of the link */
    token: string
  }
  'POST /api/from-addresses/open': {
    /** what stands after the # of the link */
    token: string
  }
  'POST /api/inboxes': {
    /** 1 to 100 characters, unique in the account whatever its case */
    name: string
    access: 'everyone' | 'specific'
    /** with access `specific` */
    userIds: string[]
    /** with access `specific` */
    teamIds: string[]
  }
  'POST /api/inboxes/{}/channels': {
    type: 'fallback-email'
    /** what stands before the @ */
    localPart: string
  }
  'POST /api/invitations': {
    invitations: {
      /** an email address */
      email: string
      name?: string
      role: 'super-admin' | 'account-access' | 'user'
      seat?: 'none' | 'sales' | 'service'
      mainTeamId?: string | null
      extraTeamIds?: string[]
    }[]
  }
  'POST /api/invitations/accept': {
    token: string
    name?: string
    password: string
    /** 10 to 200 characters */
    newPassword?: string
    language?: 'en' | 'nb'
    /** an IANA time zone */
    timeZone?: string
  }
  'POST /api/invitations/join': {
    token: string
    /** 10 to 200 characters */
    newPassword?: string
  }
  'POST /api/invitations/open': {
    token: string
  }
  'POST /api/invitations/preview': {
    text: string
    role: 'super-admin' | 'account-access' | 'user'
    seat?: 'none' | 'sales' | 'service'
    mainTeamId?: string | null
    extraTeamIds?: string[]
  }
  'POST /api/passkeys': {
    name: string
    /** base64url */
    id: string
    /** base64url */
    clientDataJSON: string
    /** base64url */
    attestationObject: string
    transports: string[]
  }
  'POST /api/passkeys/begin': {
    /** the one that the person signs in with */
    password: string
  }
  'POST /api/passkeys/{}/remove': {
    /** the one that the person signs in with */
    password: string
  }
  'POST /api/password-resets': {
    /** an email address */
    email: string
  }
  'POST /api/private-apps': {
    name: string
    scopes: string[]
    /** the own password, again */
    password: string
  }
  'POST /api/recovery-codes': {
    /** the one that the person signs in with */
    password: string
  }
  'POST /api/session': {
    email: string
    password: string
  }
  'POST /api/session/account': {
    /** digits */
    accountId: string
  }
  'POST /api/session/passkey': {
    /** base64url */
    id: string
    /** base64url */
    clientDataJSON: string
    /** base64url */
    authenticatorData: string
    /** base64url */
    signature: string
    userHandle: string | null
  }
  'POST /api/session/passkey-request': {
    challenge?: string
  }
  'POST /api/session/second-factor': {
    challenge: string
    /** six digits */
    code: string
  } | {
    challenge: string
    recoveryCode: string
  }
  'POST /api/teams': {
    name: string
    mainUserIds?: string[]
    extraUserIds?: string[]
  }
  'POST /api/threads/{}/inbox': {
    /** digits */
    inboxId: string
  }
  'POST /api/threads/{}/join': {
    /** digits */
    threadId: string
  }
  'POST /api/threads/{}/read': {
    seq: number
  }
  'POST /api/totp': {
    /** the one that the person signs in with */
    password: string
  }
  'POST /api/totp/confirm': {
    setup: string
    code: string
  }
  'POST /api/totp/remove': {
    /** the one that the person signs in with */
    password: string
  }
  'POST /api/users': {
    name: string
    /** an email address */
    email: string
    /** 10 to 200 characters */
    password: string
    role: 'super-admin' | 'account-access' | 'user'
    seat?: 'none' | 'sales' | 'service'
    mainTeamId?: string | null
    extraTeamIds?: string[]
  }
  'POST /conversations/conversations/v3/threads/{}/assignee': {
    /** A-{userId}, a user id, or a user’s email address */
    actorId: string
  }
  'POST /conversations/v3/conversations/actors/batch/read': {
    inputs: string[]
  }
  'POST /conversations/v3/conversations/threads/{}/assignee': {
    /** A-{userId}, a user id, or a user’s email address */
    actorId: string
  }
  'POST /conversations/v3/conversations/threads/{}/messages': {
    type: 'MESSAGE'
    text: string
    richText?: string
    /** A-{userId} */
    senderActorId: string
    /** digits */
    channelId: string
    /** digits */
    channelAccountId: string
    recipients: {
      actorId?: string
      name?: string
      recipientField?: 'TO' | 'CC' | 'BCC'
      deliveryIdentifiers?: {
        type: 'HS_EMAIL_ADDRESS' | 'HS_PHONE_NUMBER' | 'HS_SHORT_CODE' | 'CHANNEL_SPECIFIC_OPAQUE_ID'
        value: string
      }[]
      deliveryIdentifier?: {
        type: 'HS_EMAIL_ADDRESS' | 'HS_PHONE_NUMBER' | 'HS_SHORT_CODE' | 'CHANNEL_SPECIFIC_OPAQUE_ID'
        value: string
      }
    }[] | {
      actorId?: string
      name?: string
      recipientField?: 'TO' | 'CC' | 'BCC'
      deliveryIdentifiers?: {
        type: 'HS_EMAIL_ADDRESS' | 'HS_PHONE_NUMBER' | 'HS_SHORT_CODE' | 'CHANNEL_SPECIFIC_OPAQUE_ID'
        value: string
      }[]
      deliveryIdentifier?: {
        type: 'HS_EMAIL_ADDRESS' | 'HS_PHONE_NUMBER' | 'HS_SHORT_CODE' | 'CHANNEL_SPECIFIC_OPAQUE_ID'
        value: string
      }
    }
    subject?: string
    attachments?: {
      type?: 'FILE'
      fileId: string
      name?: string
      url?: string
      fileUsageType?: 'IMAGE' | 'AUDIO' | 'VOICE_RECORDING' | 'STICKER' | 'OTHER'
    }[] | {
      type?: 'FILE'
      fileId: string
      name?: string
      url?: string
      fileUsageType?: 'IMAGE' | 'AUDIO' | 'VOICE_RECORDING' | 'STICKER' | 'OTHER'
    }
  } | {
    type: 'COMMENT'
    text: string
    richText?: string
    attachments?: {
      type?: 'FILE'
      fileId: string
      name?: string
      url?: string
      fileUsageType?: 'IMAGE' | 'AUDIO' | 'VOICE_RECORDING' | 'STICKER' | 'OTHER'
    }[] | {
      type?: 'FILE'
      fileId: string
      name?: string
      url?: string
      fileUsageType?: 'IMAGE' | 'AUDIO' | 'VOICE_RECORDING' | 'STICKER' | 'OTHER'
    }
  }
  'POST /settings/users/v3': {
    email: string
    firstName?: string
    lastName?: string
    roleId?: string
    primaryTeamId?: string
    secondaryTeamIds?: string[]
    seatNames?: string[]
    /** false: no mail; the person asks for a link where one signs in */
    sendWelcomeEmail?: boolean
  }
  'POST /settings/v3/users': {
    email: string
    firstName?: string
    lastName?: string
    roleId?: string
    primaryTeamId?: string
    secondaryTeamIds?: string[]
    seatNames?: string[]
    /** false: no mail; the person asks for a link where one signs in */
    sendWelcomeEmail?: boolean
  }
  'PUT /api/account/second-factor': {
    isRequired: boolean
  }
  'PUT /api/availability': {
    availability: 'available' | 'away'
  }
  'PUT /api/availability-settings': {
    /** also asks for a browser seen in the last 15 minutes */
    asksForBrowser: boolean
  }
  'PUT /api/channels/{}/inbox': {
    /** digits */
    inboxId: string
    openThreads: 'move' | 'stay'
  }
  'PUT /api/channels/{}/status': {
    isOn: boolean
  }
  'PUT /api/inboxes/{}/access': {
    access: 'everyone' | 'specific'
    /** with `everyone` none */
    userIds: string[]
    /** with `everyone` none */
    teamIds: string[]
  }
  'PUT /api/password': {
    /** the one that the person signs in with */
    current: string
    /** 10 to 200 characters */
    password: string
  }
  'PUT /api/password-resets': {
    token: string
    /** 10 to 200 characters */
    password: string
  }
  'PUT /api/profile/working-hours': {
    timeZone: string | null
    /** none: always */
    workingHours: {
      days: 'MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY' | 'MONDAY_TO_FRIDAY' | 'SATURDAY_SUNDAY' | 'EVERY_DAY'
      startMinute: number
      endMinute: number
    }[]
    holidays: {
      label: string
      /** local: 2026-12-24 or 2026-12-24T12:00 */
      from: string
      /** a date is included, a minute is not */
      to: string
    }[]
  }
  'PUT /api/threads/{}/drafts/{}': {
    mode: 'reply' | 'replyAll' | 'comment'
    html: string
    text: string
    to: {
      name: string
      address: string
    }[]
    cc: {
      name: string
      address: string
    }[]
    bcc: {
      name: string
      address: string
    }[]
    attachments: {
      /** digits */
      fileId: string
      name: string
      size: number
      mediaType: string
    }[]
    answersMessageId: string | null
    idempotencyKey: string
  }
  'PUT /api/users/{}/availability': {
    availability: 'available' | 'away'
  }
  'PUT /api/users/{}/working-hours': {
    timeZone: string | null
    /** none: always */
    workingHours: {
      days: 'MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY' | 'MONDAY_TO_FRIDAY' | 'SATURDAY_SUNDAY' | 'EVERY_DAY'
      startMinute: number
      endMinute: number
    }[]
    holidays: {
      label: string
      /** local: 2026-12-24 or 2026-12-24T12:00 */
      from: string
      /** a date is included, a minute is not */
      to: string
    }[]
  }
  'PUT /conversations/conversations/v3/threads/{}/assignee': {
    /** A-{userId}, a user id, or a user’s email address */
    actorId: string
  }
  'PUT /conversations/v3/conversations/threads/{}/assignee': {
    /** A-{userId}, a user id, or a user’s email address */
    actorId: string
  }
  'PUT /settings/users/v3/{}': {
    firstName?: string
    lastName?: string
    roleId?: string
    primaryTeamId?: string
    secondaryTeamIds?: string[]
    seatNames?: string[]
  }
  'PUT /settings/v3/users/{}': {
    firstName?: string
    lastName?: string
    roleId?: string
    primaryTeamId?: string
    secondaryTeamIds?: string[]
    seatNames?: string[]
  }
}
