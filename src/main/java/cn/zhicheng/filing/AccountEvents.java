package cn.zhicheng.filing;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/**
 * The stored history of accounts; offers no way to change or remove an entry.
 */
interface AccountEvents extends Repository<AccountEvent, Long> {

	AccountEvent save(AccountEvent event);

	/** The newest first. */
	List<AccountEvent> findByDocumentNumberHashAndDocumentTypeOrderByIdDesc(String documentNumberHash, DocumentType documentType,
			Limit limit);

	Optional<AccountEvent> findFirstByDocumentNumberHashAndDocumentTypeAndKindInOrderByIdDesc(String documentNumberHash,
			DocumentType documentType, Collection<AccountEventKind> kinds);
}
