package cn.zhicheng.filing;

import java.time.Instant;

/**
 * Something has happened to a person's account and stands in its history; published in the same transaction, for whoever
 * keeps account of it.
 *
 * @param kind what happened
 * @param subject keyed hash of the person's document number
 * @param applicantId id of the account; null for what happens on a roster without touching an account
 * @param organisation code of the unit that acted or whose code was used; null for none
 * @param userId account of the member of staff who acted; null: the person
 * @param remoteAddress where the request came from
 * @param at when
 */
public record AccountChanged(AccountEventKind kind, String subject, Long applicantId, String organisation, String userId,
		String remoteAddress, Instant at) {
}
