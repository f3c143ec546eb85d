package cn.zhicheng;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.Set;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Controller;

import javax.crypto.SealedObject;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;

/** What may know what: the modules, the one package of the engine, the one clock. */
class ArchitectureTest {

	private static final JavaClasses MAIN = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
			.importPackages("cn.zhicheng");

	private static final Set<Class<?>> MOMENTS = Set.of(Instant.class, LocalDate.class, LocalDateTime.class, ZonedDateTime.class,
			OffsetDateTime.class, Year.class);

	@Test
	void modules_use_each_others_public_types_only_and_in_no_circle() {
		ApplicationModules.of(ZhichengApplication.class).verify();
	}

	@Test
	void only_workflow_knows_the_engine() {
		hold(noClasses().that().resideOutsideOfPackage("cn.zhicheng.workflow..")
				.should().dependOnClassesThat(resideInAnyPackage("org.camunda..", "org.joda..", "org.glassfish.jersey..")));
	}

	@Test
	void the_engines_dates_stay_with_the_engine() {
		hold(noClasses().that()
				.resideOutsideOfPackage("cn.zhicheng.workflow..").should()
				.dependOnClassesThat().belongToAnyOf(Date.class, Calendar.class, java.sql.Date.class, java.sql.Timestamp.class));
	}

	@Test
	void time_comes_only_from_the_clock() {
		hold(noClasses().should()
				.callCodeUnitWhere(describe("asks the machine for the time", ArchitectureTest::asksTheMachineForTheTime)));
	}

	@Test
	void only_one_class_makes_the_clock() {
		hold(noClasses().that().doNotHaveSimpleName("TimeConfiguration").should()
				.callMethodWhere(describe("makes a clock", call -> call.getTargetOwner().isEquivalentTo(Clock.class)
						&& call.getTarget().getName().startsWith("system"))));
	}

	@Test
	void nothing_is_injected_into_fields() {
		hold(noFields().should().beAnnotatedWith(Autowired.class)
				.orShould().beAnnotatedWith(Value.class).orShould().beAnnotatedWith(Inject.class)
				.orShould().beAnnotatedWith(Resource.class));
	}

	@Test
	void nothing_is_printed() {
		hold(GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
	}

	/** Whatever comes back from a browser or a table is read as what it is said to be, and never makes objects of its own choice. */
	@Test
	void nothing_is_serialised_as_java_objects() {
		hold(noClasses().should().dependOnClassesThat().belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class, SealedObject.class)
				.orShould().dependOnClassesThat().haveSimpleName("SerializationUtils"));
	}

	/** Pages that belong to no module, the first page and that for errors, lie beside the application itself. */
	@Test
	void controllers_of_a_module_live_in_its_web() {
		hold(classes().that().areMetaAnnotatedWith(Controller.class).should()
				.resideInAnyPackage("cn.zhicheng.*.web..", "cn.zhicheng"));
	}

	@Test
	void nobody_below_knows_the_web() {
		hold(noClasses().that().resideOutsideOfPackage("cn.zhicheng.*.web..")
				.should().dependOnClassesThat().resideInAPackage("cn.zhicheng.*.web.."));
	}

	private static void hold(ArchRule rule) {
		rule.check(MAIN);
	}

	private static boolean asksTheMachineForTheTime(JavaCall<?> call) {
		CodeUnitCallTarget target = call.getTarget();
		var parameters = target.getRawParameterTypes();
		if (target.getOwner().isEquivalentTo(System.class)) {
			return target.getName().equals("currentTimeMillis");
		}
		if (target.getOwner().isEquivalentTo(Date.class)) {
			return target.getName().equals("<init>") && parameters.isEmpty();
		}
		return target.getName().equals("now") && MOMENTS.stream().anyMatch(target.getOwner()::isEquivalentTo)
				&& parameters.stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
	}
}
