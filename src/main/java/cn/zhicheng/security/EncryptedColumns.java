package cn.zhicheng.security;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.descriptor.converter.spi.JpaAttributeConverter;
import org.springframework.stereotype.Component;
import org.springframework.util.ReflectionUtils;

import jakarta.persistence.EntityManagerFactory;

/**
 * Finds the encrypted columns in the mapping of the entities: whatever is converted by {@link EncryptedText}, or by a
 * converter that has one. A new attribute is found without being named anywhere.
 */
@Component
class EncryptedColumns {

	private final EntityManagerFactory entities;

	EncryptedColumns(EntityManagerFactory entities) {
		this.entities = entities;
	}

	List<EncryptedColumn> all() {
		Set<EncryptedColumn> found = new LinkedHashSet<>();
		entities.unwrap(SessionFactoryImplementor.class).getMappingMetamodel().forEachEntityDescriptor(
				entity -> entity.forEachSelectable((index, column) -> encryption(column).ifPresent(
						encryption -> found.add(new EncryptedColumn(column.getContainingTableExpression(), keyOf(entity),
								column.getSelectableName(), encryption.purpose())))));
		return List.copyOf(found);
	}

	private static String keyOf(EntityPersister entity) {
		return ((AbstractEntityPersister) entity).getIdentifierColumnNames()[0];
	}

	private static Optional<EncryptedText> encryption(SelectableMapping column) {
		if (!(column.getJdbcMapping().getValueConverter() instanceof JpaAttributeConverter<?, ?> converter)) {
			return Optional.empty();
		}
		var instance = converter.getConverterBean().getBeanInstance();
		return instance instanceof EncryptedText own ? Optional.of(own) : within(instance);
	}

	/** A converter of something other than text that has its text encrypted. */
	private static Optional<EncryptedText> within(Object converter) {
		for (Class<?> type = converter.getClass(); type != Object.class; type = type.getSuperclass()) {
			var field = Arrays.stream(type.getDeclaredFields()).filter(one -> EncryptedText.class.isAssignableFrom(one.getType())).findFirst();
			if (field.isPresent()) {
				ReflectionUtils.makeAccessible(field.get());
				return Optional.ofNullable((EncryptedText) ReflectionUtils.getField(field.get(), converter));
			}
		}
		return Optional.empty();
	}
}
