"""Carry out what a client applies for, signs, asks for or asks about: every call of the account service behind it."""

from __future__ import annotations

from typing import Any

from bot.applying_port import Applying
from bot.dialogue import applying_effects as asked


async def applied(effect: asked.ApplyingEffect, own: Applying) -> Any:
    """The result of one effect, as the asker may see it. Raises AccountError where the service refuses."""
    match effect:
        case asked.FetchApplication(client_id):
            return await own.application(client_id)
        case asked.ExplainApplication(client_id):
            return await own.explain_application(client_id)
        case asked.OpenApplication(key, client_id):
            return await own.open_application(key, client_id)
        case asked.SubmitApplication(key, client_id):
            return await own.submit_application(key, client_id)
        case asked.WithdrawApplication(key, client_id):
            return await own.withdraw_application(key, client_id)
        case asked.AskAdmissionPerson(key, client_id, question):
            return await own.ask_admission_person(key, client_id, question)
        case asked.FetchQuestionnaire(client_id):
            return await own.questionnaire(client_id)
        case asked.StartQuestionnaire(key, client_id):
            return await own.start_questionnaire(key, client_id)
        case asked.AnswerQuestion(key, client_id, version, question, option):
            return await own.answer_questionnaire(key, client_id, version, {question: option})
        case asked.FinishQuestionnaire(key, client_id):
            return await own.finish_questionnaire(key, client_id)
        case _:
            return await _agreed(effect, own)


async def _agreed(effect: asked.ApplyingEffect, own: Applying) -> Any:
    match effect:
        case asked.FetchAgreements(client_id):
            return await own.agreements(client_id)
        case asked.FetchAgreement(client_id, agreement):
            return await own.agreement(client_id, agreement)
        case asked.OpenAgreement(client_id):
            return await own.open_agreement(client_id)
        case asked.ReadStep(client_id, agreement, step):
            return await own.read_step(client_id, agreement, step)
        case asked.SendSigningCode(client_id, agreement):
            return await own.signing_code(client_id, agreement)
        case asked.SignAgreement(key, client_id, agreement, sha256, challenge, code):
            return await own.sign_agreement(key, client_id, agreement, sha256, challenge=challenge, code=code)
        case asked.FetchAmendments(client_id):
            return await own.amendments(client_id)
        case asked.FetchAmendment(client_id, amendment):
            return await own.amendment(client_id, amendment)
        case asked.AnswerAmendment(key, client_id, amendment, accept, sha256):
            return await own.answer_amendment(key, client_id, amendment, accept, sha256)
        case _:
            return await _requested(effect, own)


async def _requested(effect: asked.ApplyingEffect, own: Applying) -> Any:
    match effect:
        case asked.FetchLineStanding(client_id):
            return await own.credit_line(client_id)
        case asked.AskCreditLine(key, client_id, amount, reason):
            return await own.ask_credit_line(key, client_id, amount, reason)
        case asked.WithdrawLineRequest(client_id, request, reason):
            return await own.withdraw_credit_line_request(client_id, request, reason)
        case asked.FetchExtensions(client_id):
            return await own.extensions(client_id)
        case asked.CheckExtension(client_id, contract):
            return await own.check_extension(client_id, contract)
        case asked.AskExtension(key, client_id, contract):
            return await own.ask_extension(key, client_id, contract)
        case asked.WithdrawExtension(client_id, request, reason):
            return await own.withdraw_extension(client_id, request, reason)
        case asked.FetchPolicyChanges(client_id):
            return await own.policy_changes(client_id)
        case asked.FetchAccountEvents(client_id):
            return await own.account_events(client_id)
        case asked.FetchOwnProposals(client_id):
            return await own.client_proposals(client_id)
        case _:
            raise TypeError(f"nothing that is applied for: {type(effect).__name__}")
