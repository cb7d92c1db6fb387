"""The types the client promises are the ones the service gives, field by field."""

import pytest
from pydantic import BaseModel

from account_api import (
    payloads,
    payloads_agreements,
    payloads_desk,
    payloads_feed,
    payloads_learning,
    payloads_lines,
    payloads_notices,
    payloads_policy,
)
from account_api.accounts import contract as accounts
from account_api.agreements import amendment_contract as amendments
from account_api.agreements import contract as agreements
from account_api.alerts import contract as alerts
from account_api.auth.contract import PrincipalPublic
from account_api.campaigns import contract as campaigns
from account_api.consents.contract import ConsentPublic
from account_api.credit_lines import contract as credit_lines
from account_api.desk import contract as desk
from account_api.extensions import contract as extensions
from account_api.feed import contract as feed
from account_api.firm.contract import FirmFactPublic
from account_api.handoffs import contract as handoffs
from account_api.inbox import contract as inbox
from account_api.learning import contract as learning
from account_api.market.contract import ClockPublic, SecurityPublic
from account_api.notices import contract as notices
from account_api.policy import contract as policy
from account_api.tickets.contract import EvidencePublic, FollowUpPublic, SlaPublic, TicketPublic

PAIRS: tuple[tuple[type, type[BaseModel]], ...] = (
    (payloads.Principal, PrincipalPublic),
    (payloads.CallDeadline, accounts.CallDeadlinePublic),
    (payloads.Terms, accounts.TermsPublic),
    (payloads.Label, accounts.LabelPublic),
    (payloads.Reference, accounts.ReferencePublic),
    (payloads.ReferenceDay, accounts.ReferenceDayPublic),
    (payloads.Account, accounts.AccountPublic),
    (payloads.Figures, accounts.FiguresPublic),
    (payloads.Cures, accounts.CuresPublic),
    (payloads.HoldingLine, accounts.HoldingPublic),
    (payloads.ContractLine, accounts.ContractPublic),
    (payloads.Positions, accounts.PositionsPublic),
    (payloads.HistoryDay, accounts.HistoryDayPublic),
    (payloads.History, accounts.HistoryPublic),
    (payloads.Security, SecurityPublic),
    (payloads.ClockReading, ClockPublic),
    (payloads_desk.FollowUp, FollowUpPublic),
    (payloads_desk.Texts, handoffs.WhyPublic),
    (payloads_desk.Handoff, handoffs.HandoffPublic),
    (payloads_desk.QueuedHandoff, handoffs.QueuedHandoffPublic),
    (payloads_desk.HandoffNote, handoffs.NotePublic),
    (payloads_desk.HandoffDetail, handoffs.HandoffDetail),
    (payloads_desk.DeskClient, desk.DeskClientPublic),
    (payloads_desk.Contact, desk.ContactPublic),
    (payloads_desk.CallLine, desk.CallLinePublic),
    (payloads_desk.TicketEvidence, EvidencePublic),
    (payloads_desk.Sla, SlaPublic),
    (payloads_desk.Ticket, TicketPublic),
    (payloads.FirmFact, FirmFactPublic),
    (payloads_feed.Refused, feed.RefusedPublic),
    (payloads_feed.EventsTaken, feed.EventsPublic),
    (payloads_feed.PricesTaken, feed.PricesPublic),
    (payloads_feed.FeedStream, feed.StreamPublic),
    (payloads_feed.FeedSource, feed.SourcePublic),
    (payloads_feed.FeedStatus, feed.StatusPublic),
    (payloads_feed.Difference, feed.DifferencePublic),
    (payloads_feed.Reconciliation, feed.ReconciliationPublic),
    (payloads_feed.CorporateAction, feed.ActionPublic),
    (payloads_feed.Posting, feed.PostingPublic),
    (payloads_feed.AppliedEvent, feed.AppliedPublic),
    (payloads_learning.Consents, ConsentPublic),
    (payloads_learning.Bilingual, inbox.BilingualPublic),
    (payloads_learning.InboxMessage, inbox.InboxMessagePublic),
    (payloads_learning.TelegramChat, inbox.TelegramPublic),
    (payloads_learning.Score, learning.ScorePublic),
    (payloads_learning.CourseProgress, learning.CourseProgressPublic),
    (payloads_learning.Progress, learning.ProgressPublic),
    (payloads_learning.Campaign, campaigns.CampaignPublic),
    (payloads_learning.Sample, campaigns.SamplePublic),
    (payloads_learning.Preview, campaigns.PreviewPublic),
    (payloads_learning.Gain, campaigns.GainPublic),
    (payloads_learning.CampaignResults, campaigns.ResultsPublic),
    (payloads_policy.ChangedTerm, policy.ChangedTermPublic),
    (payloads_policy.NamedAccount, policy.NamedAccountPublic),
    (payloads_policy.Difference, policy.DifferencePublic),
    (payloads_policy.PolicyImpact, policy.ImpactPublic),
    (payloads_policy.Policy, policy.PolicyPublic),
    (payloads_policy.OwnChange, policy.OwnChangePublic),
    (payloads_notices.SentNotice, notices.SentNoticePublic),
    (payloads_notices.Attempt, notices.AttemptPublic),
    (payloads_notices.Receipt, notices.ReceiptPublic),
    (payloads_notices.Proof, notices.ProofPublic),
    (payloads_notices.Alert, alerts.AlertPublic),
    (payloads_notices.AlertPrice, alerts.PricePublic),
    (payloads_notices.AlertDue, alerts.DuePublic),
    (payloads_agreements.Term, agreements.TermPublic),
    (payloads_agreements.Fault, agreements.FaultPublic),
    (payloads_agreements.Mandatory, agreements.MandatoryPublic),
    (payloads_agreements.TemplateLine, agreements.TemplateLinePublic),
    (payloads_agreements.Template, agreements.TemplatePublic),
    (payloads_agreements.Signature, agreements.SignaturePublic),
    (payloads_agreements.Step, agreements.StepPublic),
    (payloads_agreements.AgreementLine, agreements.AgreementLinePublic),
    (payloads_agreements.Agreement, agreements.AgreementPublic),
    (payloads_agreements.Agreements, agreements.AgreementsPublic),
    (payloads_agreements.Code, agreements.CodePublic),
    (payloads_agreements.TermChange, amendments.TermChangePublic),
    (payloads_agreements.ClauseChange, amendments.ClauseChangePublic),
    (payloads_agreements.LineBeforeAfter, amendments.LineBeforeAfterPublic),
    (payloads_agreements.Meaning, amendments.MeaningPublic),
    (payloads_agreements.AmendmentLine, amendments.AmendmentLinePublic),
    (payloads_agreements.Amendment, amendments.AmendmentPublic),
    (payloads_lines.ExtensionCheck, extensions.ExtensionCheckPublic),
    (payloads_lines.Extension, extensions.ExtensionPublic),
    (payloads_lines.LineRequest, credit_lines.LineRequestPublic),
    (payloads_lines.Trigger, credit_lines.TriggerPublic),
    (payloads_lines.LineStanding, credit_lines.LineStandingPublic),
)


@pytest.mark.parametrize(("promised", "given"), PAIRS, ids=lambda each: each.__name__)
def test_a_payload_has_the_fields_of_its_model(promised: type, given: type[BaseModel]) -> None:
    assert set(promised.__annotations__) == set(given.model_fields)


@pytest.mark.parametrize(("promised", "given"), PAIRS, ids=lambda each: each.__name__)
def test_what_may_be_unknown_is_the_same_on_both_sides(promised: type, given: type[BaseModel]) -> None:
    def optional(annotation: object) -> bool:
        return "None" in str(annotation) or "Optional" in str(annotation)

    ours = {name for name, annotation in promised.__annotations__.items() if optional(annotation)}
    theirs = {name for name, field in given.model_fields.items() if optional(field.annotation)}
    assert ours == theirs
