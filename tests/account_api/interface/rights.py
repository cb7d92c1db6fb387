"""What every route of the account service needs: all the scopes over it. A new route is a new line here.

Which roles have a scope stands in `account_api.auth.roles` and nowhere else.
"""

from collections.abc import Mapping

TABLE: Mapping[tuple[str, ...], str] = {
    (): """
        POST /api/v1/auth/code
        POST /api/v1/auth/demo
        POST /api/v1/auth/token
        POST /api/v1/calculations/{kind}
        GET /api/v1/clock
        GET /api/v1/firm
        GET /api/v1/rules
        GET /api/v1/rules/{param}
        GET /api/v1/rules/{param}/changes
        GET /api/v1/securities
        GET /docs
        GET /healthz
        GET /readyz
    """,
    ("account:read",): """
        GET /api/v1/accounts/{client_id}
        GET /api/v1/accounts/{client_id}/admission
        GET /api/v1/accounts/{client_id}/agreements
        GET /api/v1/accounts/{client_id}/agreements/{agreement_id}
        GET /api/v1/accounts/{client_id}/alerts
        GET /api/v1/accounts/{client_id}/amendments
        GET /api/v1/accounts/{client_id}/amendments/{amendment_id}
        GET /api/v1/accounts/{client_id}/call-state
        GET /api/v1/accounts/{client_id}/commission-difference
        GET /api/v1/accounts/{client_id}/contract-changes
        GET /api/v1/accounts/{client_id}/credit
        GET /api/v1/accounts/{client_id}/credit-line
        GET /api/v1/accounts/{client_id}/credit-line-requests
        GET /api/v1/accounts/{client_id}/credit-lines
        GET /api/v1/accounts/{client_id}/cures
        GET /api/v1/accounts/{client_id}/events
        GET /api/v1/accounts/{client_id}/extensions
        GET /api/v1/accounts/{client_id}/extensions/check
        GET /api/v1/accounts/{client_id}/figures
        GET /api/v1/accounts/{client_id}/history
        GET /api/v1/accounts/{client_id}/interest-schedule
        GET /api/v1/accounts/{client_id}/lines
        POST /api/v1/accounts/{client_id}/liquidation
        GET /api/v1/accounts/{client_id}/margin-calls
        GET /api/v1/accounts/{client_id}/notices
        GET /api/v1/accounts/{client_id}/notices/{notice_id}/proof
        GET /api/v1/accounts/{client_id}/own-plan
        GET /api/v1/accounts/{client_id}/own-plan/review
        POST /api/v1/accounts/{client_id}/plan
        GET /api/v1/accounts/{client_id}/policy-changes
        GET /api/v1/accounts/{client_id}/positions
        GET /api/v1/accounts/{client_id}/preview
        GET /api/v1/accounts/{client_id}/proposals
        GET /api/v1/accounts/{client_id}/published
        GET /api/v1/accounts/{client_id}/settlements
        POST /api/v1/accounts/{client_id}/stress
        POST /api/v1/accounts/{client_id}/suitability
        POST /api/v1/accounts/{client_id}/what-if
        GET /api/v1/accounts/{client_id}/withdrawable
        GET /api/v1/clients/{client_id}
        GET /api/v1/clients/{client_id}/application
        GET /api/v1/clients/{client_id}/application/explanation
        GET /api/v1/clients/{client_id}/consents
        GET /api/v1/clients/{client_id}/facts
        GET /api/v1/clients/{client_id}/questionnaire
    """,
    ("admission:read",): """
        GET /api/v1/applications
    """,
    ("agreements:read",): """
        GET /api/v1/agreement-templates
        GET /api/v1/agreement-templates/{template}/{version}
    """,
    ("agreements:write",): """
        POST /api/v1/agreement-templates
        POST /api/v1/agreement-templates/{template}/{version}/publish
    """,
    ("books:read",): """
        GET /api/v1/books/export
    """,
    ("books:write",): """
        POST /api/v1/books/import
    """,
    ("calls:act",): """
        POST /api/v1/desk/liquidations/{liquidation_id}/statement
        POST /api/v1/desk/margin-calls/{call_id}/acts
        POST /api/v1/desk/margin-calls/{call_id}/extension
        POST /api/v1/desk/margin-calls/{call_id}/finish
        POST /api/v1/desk/margin-calls/{call_id}/liquidation
        POST /api/v1/desk/margin-calls/{call_id}/waiver
    """,
    ("campaigns:approve",): """
        POST /api/v1/campaigns/{campaign_id}/approve
        POST /api/v1/campaigns/{campaign_id}/cancel
    """,
    ("campaigns:read",): """
        GET /api/v1/campaigns
        GET /api/v1/campaigns/held
        GET /api/v1/campaigns/{campaign_id}
        POST /api/v1/campaigns/{campaign_id}/preview
        GET /api/v1/campaigns/{campaign_id}/results
    """,
    ("campaigns:write",): """
        POST /api/v1/campaigns
        PUT /api/v1/campaigns/{campaign_id}
        POST /api/v1/campaigns/{campaign_id}/run
        POST /api/v1/campaigns/{campaign_id}/submit
    """,
    ("contacts:log",): """
        POST /api/v1/desk/call-tasks/{task_id}/done
        POST /api/v1/desk/margin-calls/{call_id}/attempts
    """,
    ("deliveries:read",): """
        GET /api/v1/receipts/unknown
    """,
    ("desk:read",): """
        GET /api/v1/desk/call-tasks
        GET /api/v1/desk/calls
        GET /api/v1/desk/clients
        GET /api/v1/desk/margin-calls
        GET /api/v1/desk/margin-calls/{call_id}
        GET /api/v1/desk/staff
    """,
    ("feed:read",): """
        GET /api/v1/corporate-actions
        GET /api/v1/feed/reconciliation
        GET /api/v1/feed/status
        GET /api/v1/feed/suspect-prices
        POST /api/v1/feed/suspect-prices/{suspect_id}/accept
        GET /api/v1/jobs
    """,
    ("feed:write",): """
        POST /api/v1/corporate-actions
        POST /api/v1/corporate-actions/{source}/{action_id}/reverse
        POST /api/v1/events
        POST /api/v1/prices
    """,
    ("fills:write",): """
        GET /api/v1/desk/liquidations/{liquidation_id}
        POST /api/v1/desk/liquidations/{liquidation_id}/fills
        GET /api/v1/desk/liquidations/{liquidation_id}/orders.csv
    """,
    ("handoffs:follow",): """
        GET /api/v1/handoffs/{handoff_id}/status
    """,
    ("handoffs:raise",): """
        POST /api/v1/handoffs
    """,
    ("handoffs:read",): """
        GET /api/v1/handoffs
        GET /api/v1/handoffs/{handoff_id}
    """,
    ("handoffs:work",): """
        POST /api/v1/handoffs/{handoff_id}/claim
        POST /api/v1/handoffs/{handoff_id}/close
        POST /api/v1/handoffs/{handoff_id}/heartbeat
        POST /api/v1/handoffs/{handoff_id}/notes
        POST /api/v1/handoffs/{handoff_id}/release
    """,
    ("inspection",): """
        GET /api/v1/accounts/{client_id}/inspection-pack
    """,
    ("learning:read",): """
        GET /api/v1/learning/progress
    """,
    ("learning:write",): """
        POST /api/v1/learning/attempts
        POST /api/v1/learning/lessons
    """,
    ("mail:own",): """
        GET /api/v1/me/consents
        PUT /api/v1/me/consents
        GET /api/v1/me/inbox
        POST /api/v1/me/inbox/{message_id}/opened
        PUT /api/v1/me/telegram
    """,
    ("outbox:requeue",): """
        POST /api/v1/outbox/{number}/requeue
    """,
    ("policies:assess",): """
        POST /api/v1/policies/{policy_id}/impact
    """,
    ("policies:read",): """
        GET /api/v1/policies
        GET /api/v1/policies/{policy_id}
        GET /api/v1/policies/{policy_id}/impact/accounts
    """,
    ("policies:write",): """
        POST /api/v1/policies
        POST /api/v1/policies/{policy_id}/propose
        POST /api/v1/policies/{policy_id}/withdraw
    """,
    ("profile",): """
        GET /api/v1/me
    """,
    ("proposals:decide",): """
        POST /api/v1/proposals/{proposal_id}/approve
        POST /api/v1/proposals/{proposal_id}/refuse
    """,
    ("proposals:make",): """
        POST /api/v1/proposals/{proposal_id}/withdraw
    """,
    ("proposals:read",): """
        GET /api/v1/proposals
        GET /api/v1/proposals/{proposal_id}
    """,
    ("receipts:write",): """
        POST /api/v1/receipts
        POST /api/v1/receipts/batch
    """,
    ("rules:write",): """
        GET /api/v1/firm-rules
        POST /api/v1/firm-rules
    """,
    ("surveillance",): """
        GET /api/v1/desk/credit-risk
        POST /api/v1/desk/surveillance
    """,
    ("tickets:handle",): """
        POST /api/v1/tickets/{number}/evidence
        POST /api/v1/tickets/{number}/status
    """,
    ("tickets:read",): """
        GET /api/v1/tickets
        GET /api/v1/tickets/{number}
        GET /api/v1/tickets/{number}/attachments
        GET /api/v1/tickets/{number}/attachments/{attachment}
    """,
    ("tickets:write",): """
        POST /api/v1/tickets
        POST /api/v1/tickets/{number}/amendments
        POST /api/v1/tickets/{number}/attachments
        POST /api/v1/tickets/{number}/follow-ups
    """,
    ("account:read", "admission:facts"): """
        PUT /api/v1/clients/{client_id}/facts/{name}
    """,
    ("account:read", "admission:own"): """
        POST /api/v1/clients/{client_id}/application
        POST /api/v1/clients/{client_id}/application/person
        POST /api/v1/clients/{client_id}/application/submit
        POST /api/v1/clients/{client_id}/application/withdraw
        POST /api/v1/clients/{client_id}/questionnaire
        PUT /api/v1/clients/{client_id}/questionnaire/answers
        POST /api/v1/clients/{client_id}/questionnaire/finish
    """,
    ("account:read", "admission:work"): """
        POST /api/v1/clients/{client_id}/application/propose
        POST /api/v1/clients/{client_id}/application/review
        POST /api/v1/clients/{client_id}/facts/{name}/verify
    """,
    ("account:read", "agreements:amend"): """
        POST /api/v1/accounts/{client_id}/amendments
    """,
    ("account:read", "agreements:ask"): """
        POST /api/v1/accounts/{client_id}/credit-line-requests
        POST /api/v1/accounts/{client_id}/credit-line-requests/{request_id}/withdraw
        POST /api/v1/accounts/{client_id}/extensions
        POST /api/v1/accounts/{client_id}/extensions/{request_id}/withdraw
    """,
    ("account:read", "agreements:sign"): """
        POST /api/v1/accounts/{client_id}/agreements
        POST /api/v1/accounts/{client_id}/agreements/{agreement_id}/code
        POST /api/v1/accounts/{client_id}/agreements/{agreement_id}/sign
        POST /api/v1/accounts/{client_id}/agreements/{agreement_id}/steps/{step}
        POST /api/v1/accounts/{client_id}/amendments/{amendment_id}/answer
    """,
    ("account:read", "alerts:own"): """
        POST /api/v1/accounts/{client_id}/alerts
        DELETE /api/v1/accounts/{client_id}/alerts/{alert_id}
    """,
    ("account:read", "contacts:log"): """
        POST /api/v1/desk/clients/{client_id}/contacts
    """,
    ("account:read", "mail:own"): """
        POST /api/v1/accounts/{client_id}/notices/{notice_id}/acknowledge
    """,
    ("account:read", "plan:own"): """
        PUT /api/v1/accounts/{client_id}/own-plan
    """,
    ("account:read", "tickets:handle"): """
        POST /api/v1/desk/clients/{client_id}/tickets
    """,
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    line.strip(): scopes for scopes, lines in TABLE.items() for line in lines.strip().splitlines()
}
"""Scopes by route; none for a public one."""
